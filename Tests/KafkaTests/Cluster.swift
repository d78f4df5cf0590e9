import Foundation
import Kafka
import Logging
import Records

/// An embedded broker of its own for one test, and clients of it.
struct Cluster {
    let broker: EmbeddedBroker
    let logger: Logger
    let topic = "test.records"
    let group = "test.group"

    init(partitions: Int32 = 1, logger: Logger? = nil) throws {
        self.logger = logger ?? Logger(label: "KafkaTests") { _ in SwiftLogNoOpLogHandler() }
        broker = try EmbeddedBroker(logger: self.logger)
        try broker.createTopic(topic, partitions: partitions)
    }

    func configuration(_ properties: [String: String] = [:]) throws -> KafkaConfiguration {
        let embedded = KafkaConfiguration.embedded(bootstrap: broker.bootstrapServers)
        return try KafkaConfiguration(
            bootstrapServers: embedded.bootstrapServers,
            properties: embedded.properties.merging(properties) { _, new in new })
    }

    func producer(
        _ properties: [String: String] = [:], deliveryTimeout: Duration = .seconds(30)
    ) throws -> KafkaProducer {
        try KafkaProducer(
            configuration: configuration(properties), deliveryTimeout: deliveryTimeout, logger: logger)
    }

    func consumer(
        _ properties: [String: String] = [:], drainTimeout: Duration = .seconds(10)
    ) throws -> KafkaConsumer {
        try KafkaConsumer(
            configuration: configuration(properties), group: group, topics: [topic], drainTimeout: drainTimeout,
            logger: logger)
    }

    func partition(_ number: Int32) -> TopicPartition {
        TopicPartition(topic: topic, partition: number)
    }

    func record(_ value: String, key: String? = nil) -> OutgoingRecord {
        OutgoingRecord(topic: topic, key: key.map { Array($0.utf8) }, value: Array(value.utf8))
    }
}

/// Runs a member of a group as long as `body` runs; returns when it has left.
func withMember<T: Sendable>(
    _ consumer: KafkaConsumer, _ listener: RecordingListener, _ body: () async throws -> T
) async throws -> T {
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await consumer.run(listener) }
        let result: Result<T, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        consumer.close()
        try await group.waitForAll()
        return try result.get()
    }
}
