import Records
import Synchronization

/// Passes records on, and knows how long it took from the first acknowledged one to the last expected.
final class CountingProducer: RecordProducer {
    private struct State {
        var count = 0
        var first: ContinuousClock.Instant?
        var last: ContinuousClock.Instant?
    }

    private let producer: any RecordProducer
    private let expected: Int
    private let state = Mutex(State())
    private let (done, signal) = AsyncStream<Void>.makeStream()

    init(producer: any RecordProducer, expected: Int) {
        self.producer = producer
        self.expected = expected
    }

    @discardableResult
    func send(_ record: OutgoingRecord) async throws -> RecordPosition {
        let position = try await producer.send(record)
        let isLast = state.withLock { state in
            let now = ContinuousClock.now
            state.first = state.first ?? now
            state.last = now
            state.count += 1
            return state.count == expected
        }
        if isLast { signal.finish() }
        return position
    }

    func duration() async -> Duration {
        for await _ in done {}
        return state.withLock { state in
            guard let first = state.first, let last = state.last else { return .zero }
            return last - first
        }
    }
}
