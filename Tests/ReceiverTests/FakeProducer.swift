import Records
import Synchronization

/// A broker in memory that can refuse or say nothing.
final class FakeProducer: RecordProducer {
    enum Behaviour: Sendable {
        case acknowledge, refuse
        /// Never answers, not even when the call is cancelled.
        case hang
    }

    struct Refused: Error {}

    private struct State {
        var records: [OutgoingRecord] = []
        var hanging: [CheckedContinuation<Void, Never>] = []
    }

    private let behaviour: Behaviour
    private let state = Mutex(State())

    init(_ behaviour: Behaviour = .acknowledge) {
        self.behaviour = behaviour
    }

    var records: [OutgoingRecord] { state.withLock(\.records) }

    func send(_ record: OutgoingRecord) async throws -> RecordPosition {
        switch behaviour {
        case .acknowledge: break
        case .refuse: throw Refused()
        case .hang: await withCheckedContinuation { waiting in state.withLock { $0.hanging.append(waiting) } }
        }
        let offset = state.withLock { state in
            state.records.append(record)
            return state.records.count - 1
        }
        return RecordPosition(topicPartition: TopicPartition(topic: record.topic, partition: 0), offset: Int64(offset))
    }

    /// Lets calls that hang go on, so that none is left behind.
    func letGo() {
        let hanging = state.withLock { state in
            defer { state.hanging = [] }
            return state.hanging
        }
        for waiting in hanging { waiting.resume() }
    }
}
