import CRdKafka
import Foundation
public import Logging

/// Creating and describing topics, and whether the brokers can be reached. `EmbeddedBroker` cannot create topics this way.
public final class KafkaAdmin: Sendable {
    private let client: ClientHandle

    /// - Throws: `KafkaError` where librdkafka refuses the configuration.
    public init(configuration: KafkaConfiguration, logger: Logger) throws {
        client = try ClientHandle(
            RD_KAFKA_PRODUCER,
            settings: configuration.settings(
                defaults: ["client.id": "calsync"], fixed: ["allow.auto.create.topics": "false"]),
            context: ClientContext(logger: logger, secrets: configuration.secrets))
    }

    /// One result per topic, by name.
    /// - Throws: `KafkaError.failed` where the request as a whole failed, as when no broker can be reached in time.
    public func create(
        _ topics: [TopicSpecification], within timeout: Duration = .seconds(30)
    ) async throws -> [String: TopicCreation] {
        guard !topics.isEmpty else { return [:] }
        return try await Thread.blocking("kafka-admin") { [client] in
            try client.createTopics(topics, within: timeout)
        }
    }

    /// Brokers and all topics; also the check that a broker can be reached.
    /// - Throws: `KafkaError.failed`, with the last connection error as its message where there was one.
    public func describeCluster(within timeout: Duration = .seconds(10)) async throws -> ClusterDescription {
        try await Thread.blocking("kafka-admin") { [client] in
            try client.describeCluster(within: timeout)
        }
    }
}
