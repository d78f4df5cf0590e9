import Records

extension ConsumedRecord {
    static func test(offset: Int64, partition: Int32 = 0, value: String = "x") -> ConsumedRecord {
        ConsumedRecord(
            topicPartition: TopicPartition(topic: "test", partition: partition), offset: offset,
            timestampMilliseconds: 1_780_000_000_000, key: nil, value: Array(value.utf8), headers: RecordHeaders())
    }
}
