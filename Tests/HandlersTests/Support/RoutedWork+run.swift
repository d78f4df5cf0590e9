import CalendarSync
import Records

extension RoutedWork {
    /// Nil where there is nothing to handle.
    func run(_ context: InputContext) async -> Outcome? {
        guard case .handle(let handle) = task else { return nil }
        return await handle(context)
    }
}

extension OutgoingRecord {
    /// As a consumer would read it.
    var consumed: ConsumedRecord {
        ConsumedRecord(
            topicPartition: TopicPartition(topic: topic, partition: 0), offset: 1, timestampMilliseconds: nil, key: key,
            value: value, headers: headers)
    }
}
