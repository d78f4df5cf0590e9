/// A record as it was read from a partition. A null value (tombstone) is nil, an empty value is an empty array.
public struct ConsumedRecord: Hashable, Sendable {
    public let topicPartition: TopicPartition
    public let offset: Int64
    /// Milliseconds since 1970-01-01 UTC, set by the producer or the broker; nil where the record has none.
    public let timestampMilliseconds: Int64?
    public let key: [UInt8]?
    public let value: [UInt8]?
    public let headers: RecordHeaders

    public init(
        topicPartition: TopicPartition, offset: Int64, timestampMilliseconds: Int64?,
        key: [UInt8]?, value: [UInt8]?, headers: RecordHeaders
    ) {
        self.topicPartition = topicPartition
        self.offset = offset
        self.timestampMilliseconds = timestampMilliseconds
        self.key = key
        self.value = value
        self.headers = headers
    }
}
