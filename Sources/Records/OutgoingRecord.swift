/// A record to be produced. `value` nil is a tombstone, an empty array is an empty value: Kafka keeps them apart.
public struct OutgoingRecord: Hashable, Sendable {
    public let topic: String
    public let key: [UInt8]?
    public let value: [UInt8]?
    public let headers: RecordHeaders
    /// Milliseconds since 1970-01-01 UTC; nil: the time of sending.
    public let timestampMilliseconds: Int64?

    public init(
        topic: String, key: [UInt8]?, value: [UInt8]?, headers: RecordHeaders = RecordHeaders(),
        timestampMilliseconds: Int64? = nil
    ) {
        self.topic = topic
        self.key = key
        self.value = value
        self.headers = headers
        self.timestampMilliseconds = timestampMilliseconds
    }
}
