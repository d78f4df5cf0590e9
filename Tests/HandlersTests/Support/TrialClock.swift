import Foundation
import Synchronization

/// The handlers' time: the real one, and what a trial has let go by.
final class TrialClock: Sendable {
    private let seconds = Mutex(0)

    var now: Date { Date.now.addingTimeInterval(TimeInterval(seconds.withLock { $0 })) }

    func advance(days: Int) { advance(seconds: days * 86_400) }

    func advance(seconds more: Int) {
        seconds.withLock { $0 += more }
    }
}
