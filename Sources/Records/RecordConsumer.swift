/// A member of a consumer group.
public protocol RecordConsumer: Sendable {
    /// Joins the group and delivers to `listener` until `close()` is called or the task is cancelled; then gives the
    /// partitions back (the listener sees them revoked), commits what was stored and leaves the group.
    func run(_ listener: any PartitionListener) async throws

    /// Notes that everything below `next` is settled. It is committed in the background, on revocation and on closing.
    /// Works until the partition's revocation has been acknowledged, also while closing.
    func storeOffset(_ next: Int64, of partition: TopicPartition) throws

    /// Stops and starts delivery of a partition without giving it up: back-pressure.
    func pause(_ partitions: [TopicPartition]) throws
    func resume(_ partitions: [TopicPartition]) throws

    /// Ends `run`. Safe to call more than once.
    func close()
}
