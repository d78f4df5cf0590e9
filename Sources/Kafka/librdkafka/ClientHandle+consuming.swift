import CRdKafka
import Records

extension ClientHandle {
    enum Polled {
        case record(ConsumedRecord)
        case failure(KafkaFailure)
        /// No more records in the partition for now; only where `enable.partition.eof` is set.
        case end(TopicPartition)
    }

    func subscribe(to topics: [String]) -> KafkaFailure? {
        let subscription = PartitionList(topics: topics)
        return KafkaFailure(rd_kafka_subscribe(pointer, subscription.pointer))
    }

    /// Waits for the next record or error; nil when there is none in time, or after `wakePoll`. Rebalances are handled
    /// inside of this call.
    func poll(for timeout: Duration) -> Polled? {
        guard let message = rd_kafka_consumer_poll(pointer, timeout.milliseconds) else { return nil }
        defer { rd_kafka_message_destroy(message) }
        if message.pointee.err == RD_KAFKA_RESP_ERR__PARTITION_EOF {
            let topic = rd_kafka_topic_name(message.pointee.rkt).map { String(cString: $0) } ?? ""
            return .end(TopicPartition(topic: topic, partition: message.pointee.partition))
        }
        guard let failure = KafkaFailure(message.pointee.err) else { return .record(ConsumedRecord(message)) }
        return .failure(failure)
    }

    /// Ends a waiting `poll`, or the next one.
    func wakePoll() {
        guard let queue = rd_kafka_queue_get_consumer(pointer) else { return }
        rd_kafka_queue_yield(queue)
        rd_kafka_queue_destroy(queue)
    }

    func storeOffset(_ next: Int64, of partition: TopicPartition) -> KafkaFailure? {
        let list = PartitionList([partition])
        list.setOffset(next)
        let code = rd_kafka_offsets_store(pointer, list.pointer)
        return KafkaFailure(code) ?? KafkaFailure(list.firstError)
    }

    /// Commits the stored offsets and waits for the answer; nothing to commit is success.
    func commitStoredOffsets(within timeout: Duration) -> KafkaFailure? {
        let answers = EventQueue(self)
        if let failure = KafkaFailure(rd_kafka_commit_queue(pointer, nil, answers.pointer, nil, nil)) { return failure }
        let code = answers.next(within: timeout) { rd_kafka_event_error($0) } ?? RD_KAFKA_RESP_ERR__TIMED_OUT
        return code == RD_KAFKA_RESP_ERR__NO_OFFSET ? nil : KafkaFailure(code)
    }

    /// To be called on the thread that polls: elsewhere a record just taken from the queue would come again on resuming.
    func pause(_ partitions: [TopicPartition]) -> KafkaFailure? {
        let list = PartitionList(partitions)
        let code = rd_kafka_pause_partitions(pointer, list.pointer)
        return KafkaFailure(code) ?? KafkaFailure(list.firstError)
    }

    /// Only for partitions that are paused: others would begin again where they were assigned.
    func resume(_ partitions: [TopicPartition]) -> KafkaFailure? {
        let list = PartitionList(partitions)
        let code = rd_kafka_resume_partitions(pointer, list.pointer)
        return KafkaFailure(code) ?? KafkaFailure(list.firstError)
    }

    /// The end of the partition as the last fetch saw it; nil before the first. Asks no broker.
    func highWatermark(of partition: TopicPartition) -> Int64? {
        var low: Int64 = -1
        var high: Int64 = -1
        let code = rd_kafka_get_watermark_offsets(pointer, partition.topic, partition.partition, &low, &high)
        return code == RD_KAFKA_RESP_ERR_NO_ERROR && high >= 0 ? high : nil
    }

    /// Leaves the group; the rebalance callback sees the partitions revoked within this call, and takes the time it takes.
    /// For the rest, without a broker, librdkafka would wait as long as the session timeout: it has `timeout`. Blocks.
    func leaveGroup(within timeout: Duration) -> KafkaFailure? {
        let events = EventQueue(self)
        if let failure = KafkaFailure(consuming: rd_kafka_consumer_close_queue(pointer, events.pointer)) {
            return failure
        }
        let clock = ContinuousClock()
        let look = Duration.milliseconds(100)
        var deadline = clock.now + timeout
        while rd_kafka_consumer_closed(pointer) == 0 {
            let began = clock.now
            if began >= deadline { return KafkaFailure(known: RD_KAFKA_RESP_ERR__TIMED_OUT) }
            // Records that are fetched until the revocation come here, too, and are for the next owner.
            // `rd_kafka_queue_poll_callback` would abort the process over them.
            if let message = rd_kafka_consume_queue(events.pointer, look.milliseconds) {
                rd_kafka_message_destroy(message)
            }
            // What it took longer was the callback's.
            deadline += max(.zero, clock.now - began - look)
        }
        return nil
    }

    /// librdkafka before 2.3.0 aborts the process when a cooperative member is destroyed that has joined but was never
    /// assigned anything.
    var abortsWhenDestroyedUnassigned: Bool { rd_kafka_version() < 0x0203_00ff }
}
