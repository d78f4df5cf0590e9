import Records

/// Acknowledges and forgets: the broker's share is measured elsewhere.
struct DiscardingProducer: RecordProducer {
    func send(_ record: OutgoingRecord) async throws -> RecordPosition {
        RecordPosition(topicPartition: TopicPartition(topic: record.topic, partition: 0), offset: 0)
    }
}
