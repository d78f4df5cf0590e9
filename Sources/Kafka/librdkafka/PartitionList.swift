import CRdKafka
import Records

/// Owns an `rd_kafka_topic_partition_list_t`.
struct PartitionList: ~Copyable {
    let pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    init(_ partitions: [TopicPartition]) {
        pointer = rd_kafka_topic_partition_list_new(Int32(clamping: partitions.count))
        for partition in partitions {
            rd_kafka_topic_partition_list_add(pointer, partition.topic, partition.partition)
        }
    }

    /// A subscription: whole topics.
    init(topics: [String]) {
        self.init(topics.map { TopicPartition(topic: $0, partition: RD_KAFKA_PARTITION_UA) })
    }

    deinit {
        rd_kafka_topic_partition_list_destroy(pointer)
    }

    func setOffset(_ offset: Int64) {
        for index in 0..<Int(pointer.pointee.cnt) {
            pointer.pointee.elems[index].offset = offset
        }
    }

    func setOffset(_ offset: Int64, of partition: TopicPartition) {
        rd_kafka_topic_partition_list_set_offset(pointer, partition.topic, partition.partition, offset)
    }

    /// By partition; those without a valid offset are left out.
    var offsets: [TopicPartition: Int64] {
        var offsets: [TopicPartition: Int64] = [:]
        for (index, partition) in Self.partitions(of: pointer).enumerated() {
            let offset = pointer.pointee.elems[index].offset
            if offset >= 0 { offsets[partition] = offset }
        }
        return offsets
    }

    /// The first partition that has an error of its own.
    var firstError: rd_kafka_resp_err_t {
        (0..<Int(pointer.pointee.cnt)).lazy.map { [pointer] in pointer.pointee.elems[$0].err }
            .first { $0 != RD_KAFKA_RESP_ERR_NO_ERROR } ?? RD_KAFKA_RESP_ERR_NO_ERROR
    }

    static func partitions(of pointer: UnsafePointer<rd_kafka_topic_partition_list_t>) -> [TopicPartition] {
        (0..<Int(pointer.pointee.cnt)).map { index in
            let element = pointer.pointee.elems[index]
            return TopicPartition(topic: String(cString: element.topic), partition: element.partition)
        }
    }
}
