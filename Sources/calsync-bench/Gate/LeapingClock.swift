import Synchronization

/// A clock that stands still, and leaps when it is told to.
final class LeapingClock: Clock, Sendable {
    private let start = ContinuousClock.now
    private let leapt = Mutex(Duration.zero)

    var now: ContinuousClock.Instant { start + leapt.withLock { $0 } }
    var minimumResolution: Duration { .nanoseconds(1) }

    func leap(_ duration: Duration) { leapt.withLock { $0 += duration } }

    /// Who sleeps does so as long as it takes on a clock that goes.
    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
        try await ContinuousClock().sleep(for: deadline - now, tolerance: tolerance)
    }
}
