import CRdKafka

/// Owns one `rd_kafka_topic_t`: while it lives, librdkafka keeps the topic's partitions connected to their brokers.
///
/// `@unchecked Sendable`: the handle may be used from any thread, and the pointer never changes.
final class TopicHandle: @unchecked Sendable {
    private let pointer: OpaquePointer
    /// The client must outlive its topics.
    private let client: ClientHandle

    /// Blocks until a broker has said where the partitions are.
    init(_ topic: String, of client: ClientHandle, within timeout: Duration) throws(KafkaError) {
        guard let pointer = rd_kafka_topic_new(client.pointer, topic, nil) else {
            throw .failed(KafkaFailure(known: rd_kafka_last_error(), detail: topic))
        }
        self.pointer = pointer
        self.client = client
        var answer: UnsafePointer<rd_kafka_metadata>?
        let code = rd_kafka_metadata(client.pointer, 0, pointer, &answer, timeout.milliseconds)
        if let answer { rd_kafka_metadata_destroy(answer) }
        if let failure = KafkaFailure(code) { throw .failed(failure) }
    }

    deinit {
        rd_kafka_topic_destroy(pointer)
    }
}
