/// A topic to be created.
public struct TopicSpecification: Hashable, Sendable {
    /// `cleanup.policy`: whether old records go by age and size, or only the last of each key stays.
    public enum CleanupPolicy: String, Sendable {
        case compact
        case delete
    }

    public let name: String
    public let partitions: Int32
    /// How many brokers hold each partition; -1 leaves it to the broker (Kafka 2.4 and later).
    public let replicationFactor: Int32
    /// Kafka's topic configuration, `cleanup.policy` among it.
    public let configuration: [String: String]

    public init(
        name: String, partitions: Int32, replicationFactor: Int32 = -1, cleanupPolicy: CleanupPolicy = .delete,
        configuration: [String: String] = [:]
    ) {
        self.name = name
        self.partitions = partitions
        self.replicationFactor = replicationFactor
        self.configuration = configuration.merging(["cleanup.policy": cleanupPolicy.rawValue]) { given, _ in given }
    }
}
