import Foundation
import Synchronization

/// When rounds of parked keys ended that are to be followed by a pause, of this worker. It is no loss if another one, or
/// the same after a restart, knows nothing of them: then one round more is run.
final class ParkedRounds: Sendable {
    private struct State {
        var ends: [String: Date] = [:]
        /// With so many it is looked which are old.
        var limit = ParkedRounds.fewest
    }

    private static let fewest = 1_024
    /// What was asked for longer ago is hardly still on its way.
    private static let patience: TimeInterval = 3_600

    private let state = Mutex(State())

    func hasEnded(of key: String, since time: Date) -> Bool {
        state.withLock { $0.ends[key].map { $0 >= time } ?? false }
    }

    func ended(of key: String, at time: Date) {
        state.withLock { state in
            state.ends[key] = time
            guard state.ends.count > state.limit else { return }
            state.ends = state.ends.filter { time.timeIntervalSince($0.value) < Self.patience }
            state.limit = max(Self.fewest, 2 * state.ends.count)
        }
    }

    /// Nothing is parked under it any more.
    func forget(_ key: String) {
        state.withLock { state in _ = state.ends.removeValue(forKey: key) }
    }
}
