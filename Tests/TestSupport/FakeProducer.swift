public import Records
import Synchronization

/// A broker in memory that acknowledges, refuses or says nothing, as it is told.
public final class FakeProducer: RecordProducer {
    public enum Behaviour: Sendable {
        case acknowledge
        case refuse
        /// So many times, and then acknowledges.
        case refuseNext(Int)
        case refuseKeys(Set<String>)
        /// Never answers, not even when the call is cancelled.
        case hang
    }

    public struct Refused: Error {}

    fileprivate struct State {
        var behaviour: Behaviour
        var records: [OutgoingRecord] = []
        var hanging: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    public init(_ behaviour: Behaviour = .acknowledge) {
        state = Mutex(State(behaviour: behaviour))
    }

    /// What was acknowledged, in that order.
    public var records: [OutgoingRecord] { state.withLock(\.records) }

    public var behaviour: Behaviour {
        get { state.withLock(\.behaviour) }
        set { state.withLock { $0.behaviour = newValue } }
    }

    public func send(_ record: OutgoingRecord) async throws -> RecordPosition {
        if case .hang = behaviour {
            await withCheckedContinuation { waiting in state.withLock { $0.hanging.append(waiting) } }
        }
        let offset = try state.withLock { state in
            if state.refuses(record) { throw Refused() }
            state.records.append(record)
            return Int64(state.records.count - 1)
        }
        return RecordPosition(topicPartition: TopicPartition(topic: record.topic, partition: 0), offset: offset)
    }

    /// Forgets what was acknowledged so far.
    public func forget() { state.withLock { $0.records = [] } }

    /// Lets calls that hang go on, so that none is left behind.
    public func letGo() {
        let hanging = state.withLock { state in
            defer { state.hanging = [] }
            return state.hanging
        }
        for waiting in hanging { waiting.resume() }
    }
}

extension FakeProducer.State {
    fileprivate mutating func refuses(_ record: OutgoingRecord) -> Bool {
        switch behaviour {
        case .acknowledge, .hang: return false
        case .refuse: return true
        case .refuseKeys(let keys): return keys.contains(String(decoding: record.key ?? [], as: UTF8.self))
        case .refuseNext(let times):
            behaviour = times > 1 ? .refuseNext(times - 1) : .acknowledge
            return true
        }
    }
}
