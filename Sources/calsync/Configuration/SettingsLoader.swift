import ArgumentParser
import CalendarSync
import Configuration
import Foundation
import Kafka
import Logging
import SystemPackage

/// Command line → environment → file → defaults. Finds all problems before it gives up.
struct SettingsLoader {
    private let reader: ConfigReader
    private var problems: [ConfigurationProblem] = []

    init(arguments: [String], file: String?) async throws {
        var providers: [any ConfigProvider] = [
            EnvironmentVariablesProvider(environmentVariables: try Self.settings(arguments)),
            EnvironmentVariablesProvider(),
        ]
        if let file {
            do {
                providers.append(try await EnvironmentVariablesProvider(environmentFilePath: FilePath(file)))
            } catch {
                throw ValidationError("--config: \(file) cannot be read")
            }
        }
        reader = ConfigReader(providers: providers)
    }

    init(reader: ConfigReader) {
        self.reader = reader
    }

    /// - Throws: `ConfigurationError` with every problem found.
    mutating func load() throws -> Settings {
        let roles = roles()
        let kafkaProperties = kafkaProperties()
        let settings = Settings(
            broker: broker(),
            kafkaProperties: kafkaProperties,
            cooperative: oneOf(["range": false, "cooperative-sticky": true], .kafkaAssignor) ?? false,
            topics: Topics(prefix: text(.kafkaTopicPrefix)),
            storeURL: text(.storeURL),
            secretKeys: secretKeys(neededBy: roles),
            publicBaseURL: publicBaseURL(),
            httpHost: text(.httpHost),
            httpPort: number(.httpPort, 0...65_535),
            apiToken: needed(.apiToken, by: .console, in: roles, "choose a long random text"),
            accountTokens: accountTokens(),
            google: Settings.Google(
                clientId: needed(.googleClientId, by: .worker, .console, in: roles, "from Google's Cloud console"),
                clientSecret: needed(
                    .googleClientSecret, by: .worker, .console, in: roles, "from Google's Cloud console"),
                apiBaseURL: url(.googleAPIBaseURL), authorizeURL: url(.googleAuthorizeURL),
                tokenURL: url(.googleTokenURL), revokeURL: url(.googleRevokeURL),
                callsPerMinute: googleCallsPerMinute()),
            kartra: Settings.Kartra(
                apiBaseURL: roles.contains(.worker) ? url(.kartraAPIBaseURL) : text(.kartraAPIBaseURL),
                apiToken: needed(.kartraAPIToken, by: .worker, in: roles, "the bearer token of the busy-block port"),
                pingSecret: needed(.kartraPingSecret, by: .receiver, in: roles, "choose a long random text"),
                callsPerSecond: number(.kartraCallsPerSecond, 1...10_000)),
            auditInterval: auditInterval(),
            auditRepair: oneOf(["yes": true, "no": false], .auditRepair) ?? true,
            roles: roles,
            maxInFlight: number(.maxInFlight, 1...4_096),
            shutdownTimeout: shutdownTimeout(within: kafkaProperties),
            startTimeout: .seconds(number(.startTimeoutSeconds, 1...3_600)),
            logLevel: oneOf(
                Dictionary(uniqueKeysWithValues: Logger.Level.allCases.map { ($0.rawValue, $0) }), .logLevel) ?? .info)
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        return settings
    }

    /// What a command needs that only prints an address.
    mutating func pingURLSettings() throws -> (secret: String, base: String) {
        let secret = needed(.kartraPingSecret, by: .receiver, in: [.receiver], "the one that the receivers have")
        let base = publicBaseURL()
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        return (secret, base)
    }

    /// What signs a link to the console, and where that leads.
    mutating func consoleLinkSettings() throws -> (keys: SecretKeys, base: String) {
        let keys = secretKeys(neededBy: [])
        if keys == nil, problems.isEmpty { problem(.secretKeys, "is needed: the ones that the console has") }
        let base = publicBaseURL()
        guard let keys, problems.isEmpty else { throw ConfigurationError(problems: problems) }
        return (keys, base)
    }

    /// Where Kafka is, for a command that needs nothing else.
    mutating func kafkaSettings() throws -> (broker: Settings.Broker, properties: [String: String], topics: Topics) {
        let properties = kafkaProperties()
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        return (broker(), properties, Topics(prefix: text(.kafkaTopicPrefix)))
    }

    /// Where the store is, for a command that needs nothing else of it.
    func storeURL() -> String { text(.storeURL) }

    /// Every setting that differs from its default, secrets redacted: for the log at the start.
    func summary() -> [(key: SettingKey, value: String)] {
        SettingKey.allCases.compactMap { key in
            guard let value = given(key), value != key.defaultValue else { return nil }
            return (key, key.isSecret ? "(set)" : value)
        }
    }

    // MARK: One setting

    private func given(_ key: SettingKey) -> String? {
        reader.string(forKey: ConfigKey(key.path), isSecret: key.isSecret)
    }

    private func text(_ key: SettingKey) -> String {
        given(key) ?? key.defaultValue ?? ""
    }

    private mutating func problem(_ key: SettingKey, _ text: String) {
        problems.append(ConfigurationProblem(key: key, text: text))
    }

    private mutating func needed(
        _ key: SettingKey, by roles: Role..., in chosen: Set<Role>, _ hint: String
    ) -> String {
        let value = text(key)
        if value.isEmpty, let role = roles.first(where: chosen.contains) {
            problem(key, "is needed by the role \(role.rawValue): \(hint)")
        }
        return value
    }

    private mutating func number(_ key: SettingKey, _ range: ClosedRange<Int>) -> Int {
        guard let value = Int(text(key)), range.contains(value) else {
            problem(key, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return range.lowerBound
        }
        return value
    }

    private mutating func url(_ key: SettingKey) -> String {
        let value = text(key)
        guard let parts = URLComponents(string: value), parts.host?.isEmpty == false,
            parts.scheme == "https" || parts.scheme == "http"
        else {
            problem(
                key, value.isEmpty ? "is needed: an address such as https://example.com" : "is not an http(s) address")
            return value
        }
        return value.hasSuffix("/") ? String(value.dropLast()) : value
    }

    /// Kafka gives the partitions of a member that is silent for longer than this to others, drained or not.
    private mutating func shutdownTimeout(within kafkaProperties: [String: String]) -> Duration {
        let seconds = number(.shutdownTimeoutSeconds, 1...3_600)
        let property = "max.poll.interval.ms"
        // What is no number Kafka's client names itself.
        let limit = kafkaProperties[property].map { Int($0) } ?? 300_000
        if let limit, seconds * 1_000 >= limit {
            problem(
                .shutdownTimeoutSeconds,
                "must be below Kafka's \(property), which is \(limit): choose less, or raise that in "
                    + SettingKey.kafkaPropertiesFile.rawValue)
        }
        return .seconds(seconds)
    }

    private mutating func auditInterval() -> Duration? {
        let hours = number(.auditIntervalHours, 0...8_760)
        return hours == 0 ? nil : .seconds(hours * 3_600)
    }

    private mutating func accountTokens() -> [(accountId: String, token: String)] {
        let tokens = AccountTokens(text(.apiTokens), operatorToken: text(.apiToken))
        for text in tokens.problems { problem(.apiTokens, text) }
        return tokens.entries
    }

    private mutating func googleCallsPerMinute() -> Int? {
        let calls = number(.googleCallsPerMinute, 0...10_000_000)
        return calls == 0 ? nil : calls
    }

    private func broker() -> Settings.Broker {
        let servers = text(.kafkaBootstrapServers)
        return servers == "embedded" ? .embedded : .servers(servers)
    }

    private mutating func publicBaseURL() -> String {
        given(.publicBaseURL) == nil ? "http://\(text(.httpHost)):\(text(.httpPort))" : url(.publicBaseURL)
    }

    private mutating func oneOf<Value>(_ values: [String: Value], _ key: SettingKey) -> Value? {
        let value = values[text(key)]
        if value == nil { problem(key, "must be one of " + values.keys.sorted().joined(separator: ", ")) }
        return value
    }

    private mutating func roles() -> Set<Role> {
        var roles: Set<Role> = []
        for name in text(.roles).split(separator: ",") {
            guard let role = Role(rawValue: name.trimmingCharacters(in: .whitespaces)) else {
                problem(.roles, "knows only " + Role.allCases.map(\.rawValue).joined(separator: ", "))
                continue
            }
            roles.insert(role)
        }
        if roles.isEmpty, problems.isEmpty { problem(.roles, "must name at least one role") }
        return roles
    }

    private mutating func secretKeys(neededBy roles: Set<Role>) -> SecretKeys? {
        guard let value = given(.secretKeys), !value.isEmpty else {
            if let role = [Role.receiver, .worker].first(where: roles.contains) {
                problem(.secretKeys, "is needed by the role \(role.rawValue): make one with `calsync keys generate`")
            }
            return nil
        }
        do {
            return try SecretKeys(value)
        } catch {
            problem(.secretKeys, "\(error)")
            return nil
        }
    }

    private mutating func kafkaProperties() -> [String: String] {
        guard let path = given(.kafkaPropertiesFile), !path.isEmpty else { return [:] }
        do {
            return try KafkaProperties.read(file: path)
        } catch {
            problem(.kafkaPropertiesFile, "\(error)")
        }
        return [:]
    }

    /// `--http-port 8080` and `--http-port=8080` by the names that the environment uses. Not the library's own reader of
    /// command lines: it takes a comma for the end of a value, and brokers, keys and roles are lists.
    private static func settings(_ arguments: [String]) throws -> [String: String] {
        let names = Dictionary(uniqueKeysWithValues: SettingKey.allCases.map { ($0.option, $0.rawValue) })
        var settings: [String: String] = [:]
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let name = names[parts[0]] else { throw ValidationError("unknown option \(parts[0])") }
            guard let value = parts.count > 1 ? parts[1] : rest.popFirst() else {
                throw ValidationError("\(parts[0]) needs a value")
            }
            settings[name] = value
        }
        return settings
    }
}
