import Synchronization

/// Deals out step boundaries, the first first, until the work is over before them. How many steps it takes varies, as
/// pings coalesce: a boundary that was missed is dealt again, and several in a row have to be out of reach.
final class Boundaries: Sendable {
    private struct State {
        var dealt = 0
        /// To be dealt a second time.
        var again: [Int] = []
        var missedOnce: Set<Int> = []
        var missed: Set<Int> = []
        var reached: Set<Int> = []

        var isOver: Bool {
            missed.contains { first in (first..<first + Boundaries.inARow).allSatisfy(missed.contains) }
        }
    }

    private static let inARow = 5
    private let state = Mutex(State())

    /// Nil: there are no more.
    func next() -> Int? {
        state.withLock { state in
            if state.isOver { return nil }
            if !state.again.isEmpty { return state.again.removeFirst() }
            state.dealt += 1
            return state.dealt
        }
    }

    func reached(_ boundary: Int) { state.withLock { _ = $0.reached.insert(boundary) } }

    func missed(_ boundary: Int) {
        state.withLock { state in
            if state.missedOnce.insert(boundary).inserted {
                state.again.append(boundary)
            } else {
                state.missed.insert(boundary)
            }
        }
    }

    var isOver: Bool { state.withLock { $0.isOver } }
    var count: Int { state.withLock { $0.reached.count } }

    /// How many, how far, and which of them the work did not always get to.
    var summary: String {
        state.withLock { state in
            let last = state.reached.max() ?? 0
            let missed = state.missed.filter { $0 < last }.sorted()
            return "\(state.reached.count) step boundaries, the last of them number \(last)"
                + (missed.isEmpty ? "" : "; twice over before number \(missed.map { "\($0)" }.joined(separator: ", "))")
        }
    }
}
