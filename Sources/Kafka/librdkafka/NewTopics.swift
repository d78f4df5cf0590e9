import CRdKafka

/// Owns the `rd_kafka_NewTopic_t` objects of one request.
final class NewTopics {
    private(set) var pointers: [OpaquePointer?] = []

    /// - Throws: `KafkaError.failed` for a name, number or configuration that librdkafka refuses.
    init(_ topics: [TopicSpecification]) throws(KafkaError) {
        for topic in topics {
            var text = [CChar](repeating: 0, count: 512)
            let pointer = rd_kafka_NewTopic_new(
                topic.name, topic.partitions, topic.replicationFactor, &text, text.count)
            guard let pointer else {
                throw .failed(KafkaFailure(known: RD_KAFKA_RESP_ERR__INVALID_ARG, detail: String(cBuffer: text)))
            }
            pointers.append(pointer)
            for (key, value) in topic.configuration {
                if let failure = KafkaFailure(rd_kafka_NewTopic_set_config(pointer, key, value)) {
                    throw .failed(failure)
                }
            }
        }
    }

    deinit {
        rd_kafka_NewTopic_destroy_array(&pointers, pointers.count)
    }
}
