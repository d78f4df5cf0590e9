/// A topic as the broker describes it.
public struct TopicDescription: Hashable, Sendable {
    public let name: String
    public let partitions: Int
    /// Of the first partition; 0 where there is none.
    public let replicationFactor: Int
    /// Partitions without a leader take and give no records.
    public let partitionsWithoutLeader: Int
    /// Why the broker does not say more, as where the topic may not be described.
    public let failure: KafkaFailure?
}
