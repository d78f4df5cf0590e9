import CalendarSync
import Foundation
import Kafka
import Logging
import Records

/// What the roles of a process share, opened and reachable.
struct Dependencies: Sendable {
    let settings: Settings
    let kafka: KafkaConnection
    let producer: any RecordProducer
    private let kafkaProducer: KafkaProducer
    let admin: KafkaAdmin
    /// Nil in a process that only receives: it answers pings whether the store is there or not.
    let backends: Backends?
    let now: @Sendable () -> Date

    /// Waits for broker, topics and store up to the start deadline.
    /// - Throws: `UnreachableDependency` naming what did not answer.
    static func open(_ settings: Settings, logger: Logger) async throws -> Dependencies {
        let kafka = try KafkaConnection(
            broker: settings.broker, properties: settings.kafkaProperties, cooperative: settings.cooperative,
            topics: settings.topics, logger: logger)
        let admin = try KafkaAdmin(configuration: kafka.configuration, logger: logger)
        let deadline = StartDeadline(limit: settings.startTimeout, logger: logger)
        let patience = min(.seconds(5), settings.startTimeout)
        _ = try await deadline.reach("Kafka", .kafkaBootstrapServers) {
            try await admin.describeCluster(within: patience)
        }
        // Started together with what creates them, as an orchestrator does it, a process may be first.
        try await deadline.reach("a topic of Kafka", .kafkaTopicPrefix) {
            let cluster = try await admin.describeCluster(within: patience)
            let missing = Set(settings.topics.all).subtracting(cluster.topics.map(\.name))
            if !missing.isEmpty { throw MissingTopics(names: missing.sorted()) }
        }
        let now: @Sendable () -> Date = { Date() }
        let backends =
            settings.roles == [.receiver]
            ? nil : try await Backends.open(settings, before: deadline, now: now, logger: logger)
        let producer = try KafkaProducer(configuration: kafka.configuration, logger: logger)
        try await producer.prepare(settings.topics.all)
        return Dependencies(
            settings: settings, kafka: kafka, producer: Failpoints.around(producer), kafkaProducer: producer,
            admin: admin, backends: backends, now: now)
    }

    /// In the order in which nothing is closed that is still in use.
    func close() async {
        await kafkaProducer.close(within: .seconds(3))
        await backends?.close()
    }
}
