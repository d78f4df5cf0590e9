import Kafka
import Logging
import Testing

@Suite(.timeLimit(.minutes(5))) struct KafkaConfigurationTests {
    private let secret = "correct-horse-battery"

    @Test func printingItShowsNoSecret() throws {
        let configuration = try KafkaConfiguration(
            bootstrapServers: "localhost:9092",
            properties: ["sasl.username": "worker", "sasl.password": secret, "ssl.key.password": secret])
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(configuration)", String(reflecting: [configuration]), dumped] {
            #expect(text.contains("worker"))
            #expect(text.contains("[redacted]"))
            #expect(!text.contains(secret))
        }
    }

    @Test func aPropertyThatItDoesNotTakeIsNamedWithoutItsValue() throws {
        let error = try #require(throws: KafkaError.self) {
            try KafkaConfiguration(bootstrapServers: "localhost:9092", properties: ["ssl.keystore.passwort": secret])
        }
        #expect(error.message.contains("ssl.keystore.passwort"))
        #expect(!error.description.contains(secret))
    }

    @Test(arguments: ["acks", "enable.idempotence", "enable.auto.commit", "group.id", "allow.auto.create.topics"])
    func whatTheGuaranteesRestOnCannotBeSet(key: String) throws {
        let error = try #require(throws: KafkaError.self) {
            try KafkaConfiguration(bootstrapServers: "localhost:9092", properties: [key: "1"])
        }
        #expect(error == .invalidProperty(key: key, reason: "is decided by this program and cannot be set here"))
    }

    @Test func withoutAServerThereIsNoConfiguration() {
        #expect(throws: KafkaError.invalidProperty(key: "bootstrap.servers", reason: "is empty")) {
            try KafkaConfiguration(bootstrapServers: "")
        }
    }

    @Test func propertiesThatContradictEachOtherAreATypedError() throws {
        let configuration = try KafkaConfiguration(
            bootstrapServers: "localhost:9092", properties: ["max.in.flight.requests.per.connection": "100"])
        #expect(throws: KafkaError.self) {
            try KafkaProducer(configuration: configuration, logger: Logger(label: "KafkaTests"))
        }
    }

    @Test func aDrainThatOutlastsThePollIntervalIsRefused() throws {
        let configuration = try KafkaConfiguration(
            bootstrapServers: "localhost:9092",
            properties: ["max.poll.interval.ms": "60000", "session.timeout.ms": "45000"])
        let error = try #require(throws: KafkaError.self) {
            try KafkaConsumer(
                configuration: configuration, group: "g", topics: ["t"], drainTimeout: .seconds(60),
                logger: Logger(label: "KafkaTests"))
        }
        #expect(error.message.contains("max.poll.interval.ms"))
    }

    @Test func theClientsLogHoldsNoSecretEvenWhenItLogsEverything() async throws {
        let (logger, lines) = RecordingLogHandler.logger()
        let cluster = try Cluster()
        let admin = try KafkaAdmin(
            configuration: cluster.configuration([
                "debug": "all", "security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "PLAIN",
                "sasl.username": "worker", "sasl.password": secret,
            ]),
            logger: logger)
        await #expect(throws: KafkaError.self) { try await admin.describeCluster(within: .seconds(1)) }
        #expect(lines.value.contains { $0.contains("sasl.password") })
        #expect(!lines.value.contains { $0.contains(secret) })
    }
}
