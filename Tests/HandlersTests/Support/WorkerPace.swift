import Synchronization

/// How far a worker has come over all its handlings.
final class WorkerPace: Sendable {
    private let count = Mutex((steps: 0, isDone: false))

    var steps: Int { count.withLock(\.steps) }

    func advance() { count.withLock { $0.steps += 1 } }

    func finish() { count.withLock { $0.isDone = true } }

    /// Returns when the worker has come that far or has nothing more to do; after 50 ms all the same, because it may
    /// itself be waiting.
    func reached(_ steps: Int) async {
        let end = ContinuousClock.now + .milliseconds(50)
        while count.withLock({ !$0.isDone && $0.steps < steps }), ContinuousClock.now < end {
            try? await Task.sleep(for: .microseconds(300))
        }
    }
}
