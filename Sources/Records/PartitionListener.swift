/// What a member of a consumer group is told. The calls come one at a time, from the thread that polls.
public protocol PartitionListener: Sendable {
    /// These partitions are ours from now on; records follow.
    func assigned(_ partitions: [TopicPartition]) async

    /// The next records, in order within each partition. Must return quickly: use `RecordConsumer.pause` to slow down.
    func received(_ records: [ConsumedRecord])

    /// These partitions go to another member as soon as this returns and the stored offsets are committed: finish what
    /// is in flight, store its offsets, begin nothing new.
    func revoked(_ partitions: [TopicPartition]) async

    /// These partitions already belong to another member: drop their work, store nothing.
    func lost(_ partitions: [TopicPartition]) async
}
