import Records
import Synchronization

/// A broker in memory that refuses the keys it is told to.
final class FakeProducer: RecordProducer {
    struct Refused: Error {}

    private struct State {
        var records: [OutgoingRecord] = []
        var refusedKeys: Set<String> = []
    }

    private let state = Mutex(State())

    var records: [OutgoingRecord] { state.withLock(\.records) }
    var keys: [String] { records.map { String(decoding: $0.key ?? [], as: UTF8.self) } }

    var refusedKeys: Set<String> {
        get { state.withLock(\.refusedKeys) }
        set { state.withLock { $0.refusedKeys = newValue } }
    }

    func send(_ record: OutgoingRecord) async throws -> RecordPosition {
        let offset = try state.withLock { state in
            if state.refusedKeys.contains(String(decoding: record.key ?? [], as: UTF8.self)) { throw Refused() }
            state.records.append(record)
            return state.records.count - 1
        }
        return RecordPosition(topicPartition: TopicPartition(topic: record.topic, partition: 0), offset: Int64(offset))
    }
}
