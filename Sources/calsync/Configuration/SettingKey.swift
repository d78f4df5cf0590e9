/// Every setting by its name in the environment. The same key is read from the command line (`--http-port`), the environment
/// and the file of `--config`, in this order.
enum SettingKey: String, CaseIterable, Sendable {
    case kafkaBootstrapServers = "KAFKA_BOOTSTRAP_SERVERS"
    case kafkaPropertiesFile = "KAFKA_PROPERTIES_FILE"
    case kafkaTopicPrefix = "KAFKA_TOPIC_PREFIX"
    case kafkaAssignor = "KAFKA_ASSIGNOR"
    case storeURL = "STORE_URL"
    case secretKeys = "SECRET_KEYS"
    case publicBaseURL = "PUBLIC_BASE_URL"
    case httpHost = "HTTP_HOST"
    case httpPort = "HTTP_PORT"
    case apiToken = "API_TOKEN"
    case apiTokens = "API_TOKENS"
    case googleClientId = "GOOGLE_CLIENT_ID"
    case googleClientSecret = "GOOGLE_CLIENT_SECRET"
    case googleAPIBaseURL = "GOOGLE_API_BASE_URL"
    case googleAuthorizeURL = "GOOGLE_AUTHORIZE_URL"
    case googleTokenURL = "GOOGLE_TOKEN_URL"
    case googleRevokeURL = "GOOGLE_REVOKE_URL"
    case googleCallsPerMinute = "GOOGLE_CALLS_PER_MINUTE"
    case kartraAPIBaseURL = "KARTRA_API_BASE_URL"
    case kartraAPIToken = "KARTRA_API_TOKEN"
    case kartraPingSecret = "KARTRA_PING_SECRET"
    case kartraCallsPerSecond = "KARTRA_CALLS_PER_SECOND"
    case auditIntervalHours = "AUDIT_INTERVAL_HOURS"
    case auditRepair = "AUDIT_REPAIR"
    case roles = "ROLES"
    case maxInFlight = "MAX_IN_FLIGHT"
    case shutdownTimeoutSeconds = "SHUTDOWN_TIMEOUT_SECONDS"
    case startTimeoutSeconds = "START_TIMEOUT_SECONDS"
    case logLevel = "LOG_LEVEL"

    /// Never printed.
    var isSecret: Bool {
        switch self {
        case .secretKeys, .apiToken, .apiTokens, .googleClientSecret, .kartraAPIToken, .kartraPingSecret, .storeURL:
            true
        case .kafkaBootstrapServers, .kafkaPropertiesFile, .kafkaTopicPrefix, .kafkaAssignor, .publicBaseURL, .httpHost,
            .httpPort, .googleClientId, .googleAPIBaseURL, .googleAuthorizeURL, .googleTokenURL, .googleRevokeURL,
            .googleCallsPerMinute, .kartraAPIBaseURL, .kartraCallsPerSecond, .auditIntervalHours, .auditRepair, .roles,
            .maxInFlight, .shutdownTimeoutSeconds, .startTimeoutSeconds, .logLevel:
            false
        }
    }

    /// `http.port`: the form from which swift-configuration makes `HTTP_PORT` and `--http-port`.
    var path: String { rawValue.lowercased().replacing("_", with: ".") }
    /// `--http-port`
    var option: String { "--" + rawValue.lowercased().replacing("_", with: "-") }

    var defaultValue: String? {
        switch self {
        case .kafkaBootstrapServers: "embedded"
        case .kafkaTopicPrefix: ""
        case .kafkaAssignor: "range"
        case .storeURL: "sqlite:calsync.db"
        case .httpHost: "127.0.0.1"
        case .httpPort: "8080"
        case .googleAPIBaseURL: "https://www.googleapis.com/calendar/v3"
        case .googleAuthorizeURL: "https://accounts.google.com/o/oauth2/v2/auth"
        case .googleTokenURL: "https://oauth2.googleapis.com/token"
        case .googleRevokeURL: "https://oauth2.googleapis.com/revoke"
        case .googleCallsPerMinute: "10000"
        case .kartraCallsPerSecond: "20"
        case .auditIntervalHours: "24"
        case .auditRepair: "yes"
        case .roles: "receiver,worker,scheduler,console"
        case .maxInFlight: "64"
        case .shutdownTimeoutSeconds: "20"
        case .startTimeoutSeconds: "30"
        case .logLevel: "info"
        case .kafkaPropertiesFile, .secretKeys, .publicBaseURL, .apiToken, .apiTokens, .googleClientId,
            .googleClientSecret,
            .kartraAPIBaseURL, .kartraAPIToken, .kartraPingSecret:
            nil
        }
    }
}
