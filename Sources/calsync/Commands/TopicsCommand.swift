import ArgumentParser
import CalendarSync
import Foundation
import Kafka
import Logging

/// The topics of an installation.
struct TopicsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topics", abstract: "The topics of an installation.", subcommands: [Create.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Creates the topics that are missing.")

        @Option(help: "Partitions of each topic; at least as many as there will be workers.")
        var partitions = KafkaConnection.partitions

        @Option(help: "Brokers that hold each partition; -1 leaves it to Kafka.")
        var replicationFactor: Int32 = -1

        @OptionGroup var arguments: SettingsArguments

        /// They wait for a person, and are larger than their inputs by the headers that say why.
        private static let ofDeadLetters = ["max.message.bytes": "2097152", "retention.ms": "-1"]

        func run() async throws {
            var loader = try await arguments.loader()
            let (broker, properties, topics) = try loader.kafkaSettings()
            guard case .servers(let servers) = broker else {
                throw ValidationError(
                    "KAFKA_BOOTSTRAP_SERVERS: name a broker; the embedded one makes its topics itself")
            }
            var logger = Logger(label: "calsync.topics")
            logger.logLevel = .error
            let admin = try KafkaAdmin(
                configuration: KafkaConfiguration(bootstrapServers: servers, properties: properties), logger: logger)
            let specifications = topics.all.map { name in
                TopicSpecification(
                    name: name, partitions: partitions, replicationFactor: replicationFactor,
                    cleanupPolicy: topics.compacted.contains(name) ? .compact : .delete,
                    configuration: name == topics.deadLetters ? Self.ofDeadLetters : [:])
            }
            let created: [String: TopicCreation]
            do {
                created = try await admin.create(specifications)
            } catch {
                print("The topics could not be created on \(servers): \(error)")
                throw CommandExit.unavailable
            }
            var failed = false
            for topic in topics.all {
                switch created[topic] {
                case .created: print("\(topic): created with \(partitions) partitions")
                case .alreadyExists: print("\(topic): is there already")
                case .failed(let error):
                    failed = true
                    print("\(topic): \(error)")
                case nil:
                    failed = true
                    print("\(topic): the broker gave no answer")
                }
            }
            if failed { throw ExitCode.failure }
        }
    }
}
