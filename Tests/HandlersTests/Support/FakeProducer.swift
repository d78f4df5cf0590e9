import Records
import Synchronization

/// Keeps what was sent; refuses as often as it is told to.
final class FakeProducer: RecordProducer {
    struct Refused: Error {}

    private let state = Mutex((sent: [OutgoingRecord](), refusals: 0))

    var sent: [OutgoingRecord] { state.withLock { $0.sent } }

    func refuse(_ times: Int) { state.withLock { $0.refusals = times } }

    func send(_ record: OutgoingRecord) async throws -> RecordPosition {
        try state.withLock { state in
            if state.refusals > 0 {
                state.refusals -= 1
                throw Refused()
            }
            state.sent.append(record)
            return RecordPosition(
                topicPartition: TopicPartition(topic: record.topic, partition: 0), offset: Int64(state.sent.count))
        }
    }
}
