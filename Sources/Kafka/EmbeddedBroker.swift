import CRdKafka
public import Logging

/// librdkafka's mock cluster: brokers inside this process, on ports of 127.0.0.1 that other processes can use too. For
/// trying out and for tests.
///
/// Nothing is on disk. The log keeps 5 MiB per partition and silently drops the oldest; there is no compaction, no
/// retention, no topic administration by clients, and a commit is refused while a group rebalances. It aborts the process
/// if two members of a group differ in their first assignor. Speak to it with `KafkaConfiguration.embedded`.
///
/// `@unchecked Sendable`: the mock cluster's functions hand their work to its own thread; the pointer never changes.
public final class EmbeddedBroker: @unchecked Sendable {
    /// `127.0.0.1:port`, several separated by commas.
    public let bootstrapServers: String
    let cluster: OpaquePointer
    private let brokers: Int32
    /// The mock cluster needs a client for its book-keeping; it connects to nothing.
    private let client: ClientHandle

    /// - Throws: `KafkaError.failed` where the ports cannot be opened.
    public init(brokers: Int32 = 1, logger: Logger) throws {
        var quiet = logger
        // Its client complains that it has nothing to connect to.
        quiet.logLevel = max(logger.logLevel, .warning)
        client = try ClientHandle(
            RD_KAFKA_PRODUCER, settings: [:], context: ClientContext(logger: quiet, secrets: []))
        guard let cluster = rd_kafka_mock_cluster_new(client.pointer, brokers) else {
            throw KafkaError.failed(
                KafkaFailure(known: RD_KAFKA_RESP_ERR__CRIT_SYS_RESOURCE, detail: "the embedded broker did not start"))
        }
        self.cluster = cluster
        self.brokers = brokers
        bootstrapServers = String(cString: rd_kafka_mock_cluster_bootstraps(cluster))
    }

    deinit {
        rd_kafka_mock_cluster_destroy(cluster)
    }

    /// A topic that a client names before it is created here gets 4 partitions.
    /// - Throws: `KafkaError.failed`, with `TOPIC_ALREADY_EXISTS` for the second of a name.
    public func createTopic(_ name: String, partitions: Int32) throws {
        let code = rd_kafka_mock_topic_create(cluster, name, partitions, min(brokers, 3))
        if let failure = KafkaFailure(code) { throw KafkaError.failed(failure) }
    }
}
