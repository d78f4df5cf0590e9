import Synchronization

/// Deals out step boundaries, the first first, until the work is over before them: how many steps it takes varies a little,
/// so several in a row have to be out of reach.
final class Boundaries: Sendable {
    private struct State {
        var dealt = 0
        var reached: Set<Int> = []
        var missed: Set<Int> = []
    }

    private static let inARow = 5
    private let state = Mutex(State())

    /// Nil: there are no more.
    func next() -> Int? {
        if isOver { return nil }
        return state.withLock { state in
            state.dealt += 1
            return state.dealt
        }
    }

    func reached(_ boundary: Int) { state.withLock { _ = $0.reached.insert(boundary) } }
    func missed(_ boundary: Int) { state.withLock { _ = $0.missed.insert(boundary) } }

    var isOver: Bool {
        state.withLock { state in
            state.missed.contains { first in (first..<first + Self.inARow).allSatisfy(state.missed.contains) }
        }
    }

    var count: Int { state.withLock { $0.reached.count } }
    var last: Int { state.withLock { $0.reached.max() ?? 0 } }
}
