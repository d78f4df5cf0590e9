import Synchronization

/// The highest number noted so far.
final class Reached: Sendable {
    private let highest = Mutex(0)

    var last: Int { highest.withLock { $0 } }

    func note(_ number: Int) { highest.withLock { $0 = max($0, number) } }
}
