import ArgumentParser
import CalendarSync
import Kafka
import Logging
import StoreSQL

/// What a command needs that looks into a running installation: its broker, its topics and its store.
struct OperatorTools: Sendable {
    let kafka: KafkaConnection
    let topics: Topics
    let store: SQLStore
    let logger: Logger

    init(_ arguments: SettingsArguments, label: String) async throws {
        var loader = try await arguments.loader()
        let (broker, properties, topics) = try loader.kafkaSettings()
        guard case .servers = broker else {
            throw ValidationError("KAFKA_BOOTSTRAP_SERVERS: name the broker that the workers read from")
        }
        var logger = Logger(label: label)
        logger.logLevel = .error
        self.logger = logger
        self.topics = topics
        kafka = try KafkaConnection(
            broker: broker, properties: properties, cooperative: false, topics: topics, logger: logger)
        store = try await openStore(url: loader.storeURL(), migrating: false)
    }

    var reader: TopicReader { TopicReader(configuration: kafka.configuration, logger: logger) }

    func producer() throws -> KafkaProducer {
        try KafkaProducer(configuration: kafka.configuration, logger: logger)
    }
}
