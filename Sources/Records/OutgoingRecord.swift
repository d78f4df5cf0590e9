/// A record to be produced. `value` nil is a tombstone, an empty array is an empty value: Kafka keeps them apart.
public struct OutgoingRecord: Hashable, Sendable {
    public let topic: String
    public let key: [UInt8]?
    public let value: [UInt8]?
    public let headers: RecordHeaders

    public init(topic: String, key: [UInt8]?, value: [UInt8]?, headers: RecordHeaders = RecordHeaders()) {
        self.topic = topic
        self.key = key
        self.value = value
        self.headers = headers
    }
}
