import Synchronization

/// The continuous clock, which leaps when it is told to.
final class LeapingClock: Clock, Sendable {
    private let leapt = Mutex(Duration.zero)

    var now: ContinuousClock.Instant { ContinuousClock.now + leapt.withLock { $0 } }
    var minimumResolution: Duration { .nanoseconds(1) }

    func leap(_ duration: Duration) { leapt.withLock { $0 += duration } }

    /// Who sleeps while it leaps sleeps on.
    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
        try await ContinuousClock().sleep(until: deadline - leapt.withLock { $0 }, tolerance: tolerance)
    }
}
