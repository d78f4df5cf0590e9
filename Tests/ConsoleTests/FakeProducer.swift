import Records
import Synchronization

/// A broker in memory that can be down.
final class FakeProducer: RecordProducer {
    struct Refused: Error {}

    private struct State {
        var records: [OutgoingRecord] = []
        var isDown = false
    }

    private let state = Mutex(State())

    var records: [OutgoingRecord] { state.withLock(\.records) }

    /// The topics and keys of all records, each as `topic key`.
    var summary: [String] { records.map { "\($0.topic) \(String(decoding: $0.key ?? [], as: UTF8.self))" } }

    var isDown: Bool {
        get { state.withLock(\.isDown) }
        set { state.withLock { $0.isDown = newValue } }
    }

    func send(_ record: OutgoingRecord) async throws -> RecordPosition {
        let offset = try state.withLock { state in
            if state.isDown { throw Refused() }
            state.records.append(record)
            return state.records.count - 1
        }
        return RecordPosition(topicPartition: TopicPartition(topic: record.topic, partition: 0), offset: Int64(offset))
    }
}
