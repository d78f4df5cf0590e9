import CRdKafka
import Records

/// Reading without a group: what a partition holds, and how far a group has come.
extension ClientHandle {
    /// Asks the partition's leader for its first offset and its end. Blocks.
    func watermarks(of partition: TopicPartition, within timeout: Duration) throws(KafkaError) -> (
        low: Int64, high: Int64
    ) {
        var low: Int64 = 0
        var high: Int64 = 0
        let code = rd_kafka_query_watermark_offsets(
            pointer, partition.topic, partition.partition, &low, &high, timeout.milliseconds)
        if let failure = KafkaFailure(code) { throw .failed(failure) }
        return (low, high)
    }

    /// Delivers these partitions from these offsets on.
    func assign(_ offsets: [TopicPartition: Int64]) -> KafkaFailure? {
        let list = PartitionList(Array(offsets.keys))
        for (partition, offset) in offsets { list.setOffset(offset, of: partition) }
        return KafkaFailure(rd_kafka_assign(pointer, list.pointer))
    }

    /// What the client's group has committed, without joining it; partitions of which nothing is committed are left out.
    /// Blocks.
    func committedOffsets(
        of partitions: [TopicPartition], within timeout: Duration
    ) throws(KafkaError) -> [TopicPartition: Int64] {
        let list = PartitionList(partitions)
        if let failure = KafkaFailure(rd_kafka_committed(pointer, list.pointer, timeout.milliseconds)) {
            throw .failed(failure)
        }
        return list.offsets
    }
}
