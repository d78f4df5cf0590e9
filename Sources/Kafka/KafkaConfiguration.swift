/// Where Kafka is and how to speak to it. Printing it never shows a secret.
public struct KafkaConfiguration: Hashable, Sendable {
    /// `host:port`, several separated by commas.
    public let bootstrapServers: String
    /// librdkafka's properties by their own names (SASL, TLS, timeouts); they win over this module's defaults.
    public let properties: [String: String]

    /// - Throws: `KafkaError.invalidProperty` naming the first key that librdkafka does not know, whose value it
    ///   refuses, or that this module decides itself.
    public init(bootstrapServers: String, properties: [String: String] = [:]) throws {
        if bootstrapServers.isEmpty { throw KafkaError.invalidProperty(key: "bootstrap.servers", reason: "is empty") }
        for (key, value) in properties.sorted(by: { $0.key < $1.key }) {
            if let reason = Self.problem(with: key, value: value) {
                throw KafkaError.invalidProperty(key: key, reason: reason)
            }
        }
        self.init(bootstrapServers, properties)
    }

    private init(_ bootstrapServers: String, _ properties: [String: String]) {
        self.bootstrapServers = bootstrapServers
        self.properties = properties
    }

    /// For `EmbeddedBroker`, which answers a waiting fetch only when its time is over, makes a group wait for the session
    /// timeout less one second at each rebalance and refuses its commits meanwhile, and never assigns with a session
    /// timeout of 3 s or less.
    public static func embedded(bootstrap: String) -> KafkaConfiguration {
        KafkaConfiguration(
            bootstrap,
            [
                "auto.commit.interval.ms": "200",
                "broker.address.family": "v4",
                "fetch.wait.max.ms": "10",
                "heartbeat.interval.ms": "500",
                "reconnect.backoff.max.ms": "500",
                "session.timeout.ms": "3500",
                "topic.metadata.refresh.interval.ms": "1000",
            ])
    }

    /// The properties as they may be printed.
    public var redactedProperties: [String: String] {
        Dictionary(uniqueKeysWithValues: properties.map { ($0, Self.isSecret($0) ? "[redacted]" : $1) })
    }

    /// The values that must not turn up in a log line or an error.
    var secrets: [String] {
        properties.filter { Self.isSecret($0.key) && !$0.value.isEmpty }.map(\.value)
    }

    static func isSecret(_ key: String) -> Bool {
        ["password", "secret", "credential", "token", "jaas", "oauthbearer.config", "ssl.key.pem"].contains {
            key.lowercased().contains($0)
        }
    }
}

extension KafkaConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        let shown = redactedProperties.sorted { $0.key < $1.key }.map { ", \($0)=\($1)" }
        return "bootstrap.servers=\(bootstrapServers)" + shown.joined()
    }

    public var debugDescription: String { description }

    public var customMirror: Mirror {
        Mirror(self, children: ["bootstrapServers": bootstrapServers, "properties": redactedProperties])
    }
}
