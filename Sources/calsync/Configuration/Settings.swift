import CalendarSync
import GoogleCalendar
import Logging

/// All settings, read once at the start and checked.
struct Settings: Sendable {
    enum Broker: Hashable, Sendable {
        /// In this process and in memory: for trying out.
        case embedded
        case servers(String)
    }

    struct Google: Sendable {
        var clientId: String
        var clientSecret: String
        var apiBaseURL: String
        var authorizeURL: String
        var tokenURL: String
        var revokeURL: String
        /// What this process takes of the project's quota; nil: all it wants.
        var callsPerMinute: Int?

        var endpoints: GoogleEndpoints {
            var endpoints = GoogleEndpoints()
            endpoints.apiBaseURL = apiBaseURL
            endpoints.authorizeURL = authorizeURL
            endpoints.tokenURL = tokenURL
            endpoints.revokeURL = revokeURL
            return endpoints
        }
    }

    struct Kartra: Sendable {
        var apiBaseURL: String
        var apiToken: String
        var pingSecret: String
        /// Kartra allows one App 20 calls a second.
        var callsPerSecond: Int
    }

    var broker: Broker
    var kafkaProperties: [String: String]
    var cooperative: Bool
    var topics: Topics
    var storeURL: String
    /// Nil: no account can be connected.
    var secretKeys: SecretKeys?
    var publicBaseURL: String
    var httpHost: String
    var httpPort: Int
    var apiToken: String
    /// Each opens the JSON API of one account.
    var accountTokens: [(accountId: String, token: String)] = []
    var google: Google
    var kartra: Kartra
    /// Between two comparisons of a feed with Google's own free/busy; nil: only when asked for.
    var auditInterval: Duration?
    /// Whether scheduled audits put right what they find.
    var auditRepair: Bool
    var roles: Set<Role>
    var maxInFlight: Int
    var shutdownTimeout: Duration
    var startTimeout: Duration
    var logLevel: Logger.Level
}
