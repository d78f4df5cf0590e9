import Foundation
import Synchronization

/// The handlers' time: the real one, and the days that a trial has let go by.
final class TrialClock: Sendable {
    private let days = Mutex(0)

    var now: Date { Date.now.addingTimeInterval(TimeInterval(days.withLock { $0 } * 86_400)) }

    func advance(days more: Int) {
        days.withLock { $0 += more }
    }
}
