import Synchronization

/// What many tasks have saved, and what went wrong.
final class Tally: Sendable {
    private struct State {
        var saved: [String] = []
        var failures: [any Error] = []
        var isStopped = false
    }

    private let state = Mutex(State())

    var saved: [String] { state.withLock { $0.saved } }
    var failures: [any Error] { state.withLock { $0.failures } }
    var isStopped: Bool { state.withLock { $0.isStopped } }

    func save(_ id: String) { state.withLock { $0.saved.append(id) } }
    func fail(_ error: any Error) { state.withLock { $0.failures.append(error) } }
    func stop() { state.withLock { $0.isStopped = true } }
}
