/// The place of one record: topic, partition and offset, the identity of a delivery.
public struct RecordPosition: Hashable, Sendable, CustomStringConvertible {
    public let topicPartition: TopicPartition
    public let offset: Int64

    public init(topicPartition: TopicPartition, offset: Int64) {
        self.topicPartition = topicPartition
        self.offset = offset
    }

    public var description: String { "\(topicPartition)@\(offset)" }
}
