import CRdKafka
import Records

extension ConsumedRecord {
    /// A copy of what librdkafka read. The message must have no error.
    init(_ message: UnsafePointer<rd_kafka_message_t>) {
        var timestampType = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        let timestamp = rd_kafka_message_timestamp(message, &timestampType)
        let topic = rd_kafka_topic_name(message.pointee.rkt).map { String(cString: $0) } ?? ""
        self.init(
            topicPartition: TopicPartition(topic: topic, partition: message.pointee.partition),
            offset: message.pointee.offset,
            timestampMilliseconds: timestampType == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? nil : timestamp,
            key: Self.bytes(message.pointee.key, message.pointee.key_len),
            value: Self.bytes(message.pointee.payload, message.pointee.len),
            headers: HeaderList.headers(of: message))
    }

    /// A null pointer is a null key or a tombstone; no bytes behind a pointer are an empty one.
    private static func bytes(_ start: UnsafeMutableRawPointer?, _ count: Int) -> [UInt8]? {
        start.map { Array(UnsafeRawBufferPointer(start: $0, count: count)) }
    }
}
