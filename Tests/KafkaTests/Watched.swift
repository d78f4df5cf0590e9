import Synchronization

/// A value that a test can wait for to become what it should.
final class Watched<Value: Sendable>: Sendable {
    private struct State {
        var value: Value
        var watchers: [AsyncStream<Value>.Continuation] = []
    }

    struct NotInTime: Error {
        let value: Value
    }

    private let state: Mutex<State>

    init(_ value: Value) {
        state = Mutex(State(value: value))
    }

    var value: Value { state.withLock { $0.value } }

    func change(_ change: (inout Value) -> Void) {
        state.withLock { state in
            change(&state.value)
            for watcher in state.watchers { watcher.yield(state.value) }
        }
    }

    /// Returns as soon as `condition` holds; throws the value as it is when the time is over.
    func until(within time: Duration = .seconds(120), _ condition: @escaping @Sendable (Value) -> Bool) async throws {
        let (changes, watcher) = AsyncStream.makeStream(of: Value.self)
        state.withLock { state in
            state.watchers.append(watcher)
            watcher.yield(state.value)
        }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await value in changes where condition(value) { return true }
                return false
            }
            group.addTask {
                try await Task.sleep(for: time)
                return false
            }
            let held = try await group.next() ?? false
            group.cancelAll()
            if !held { throw NotInTime(value: value) }
        }
    }
}
