import CRdKafka
import Foundation
public import Logging
public import Records

/// How many records of its topics a consumer group has not settled yet, whoever its members are.
public final class GroupLag: Sendable {
    /// Of one partition.
    public struct Lag: Hashable, Sendable {
        public let records: Int64
        /// The offset of the oldest of them, or where the next will be.
        public let from: Int64
    }

    private let client: ClientHandle
    private let topics: Set<String>

    /// - Throws: `KafkaError` where librdkafka refuses the configuration.
    public init(configuration: KafkaConfiguration, group: String, topics: [String], logger: Logger) throws {
        self.topics = Set(topics)
        client = try ClientHandle(
            RD_KAFKA_CONSUMER,
            settings: configuration.settings(
                defaults: ["client.id": "calsync-lag"], fixed: ["enable.auto.commit": "false", "group.id": group]),
            context: ClientContext(logger: logger, secrets: configuration.secrets))
    }

    /// Per partition; what nothing was committed of counts from its oldest record.
    /// - Throws: `KafkaError.failed`
    public func read(within timeout: Duration = .seconds(5)) async throws -> [TopicPartition: Lag] {
        try await Thread.blocking("kafka-lag") { [client, topics] in
            let partitions = try client.describeCluster(within: timeout).topics.filter { topics.contains($0.name) }
                .flatMap { topic in
                    (0..<topic.partitions).map { TopicPartition(topic: topic.name, partition: Int32($0)) }
                }
            let committed = try client.committedOffsets(of: partitions, within: timeout)
            var lag: [TopicPartition: Lag] = [:]
            for partition in partitions {
                let (low, high) = try client.watermarks(of: partition, within: timeout)
                let from = max(low, committed[partition] ?? low)
                lag[partition] = Lag(records: max(0, high - from), from: from)
            }
            return lag
        }
    }
}
