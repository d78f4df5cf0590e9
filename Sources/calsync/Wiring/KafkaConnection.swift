import CalendarSync
import Kafka
import Logging

/// Where Kafka is, and the broker itself where it is the embedded one.
struct KafkaConnection: Sendable {
    let configuration: KafkaConfiguration
    /// Lives as long as this value.
    let embedded: EmbeddedBroker?

    /// Records of one key stay in order within a partition; more partitions than workers will ever be are enough.
    static let partitions: Int32 = 12

    /// - Parameter assignor: `range` or `cooperative-sticky`, the same for every member of the group.
    init(
        broker: Settings.Broker, properties: [String: String], cooperative: Bool = false, topics: Topics, logger: Logger
    ) throws {
        switch broker {
        case .servers(let servers):
            embedded = nil
            let strategy = ["partition.assignment.strategy": cooperative ? "cooperative-sticky" : "range"]
            configuration = try KafkaConfiguration(
                bootstrapServers: servers, properties: strategy.merging(properties) { _, given in given })
        case .embedded:
            let started = try EmbeddedBroker(logger: logger)
            for topic in topics.all { try started.createTopic(topic, partitions: Self.partitions) }
            embedded = started
            configuration = KafkaConfiguration.embedded(bootstrap: started.bootstrapServers)
            logger.warning(
                "embedded broker: records are in memory only and are gone with this process; for trying out",
                metadata: ["bootstrap": "\(started.bootstrapServers)"])
        }
    }
}
