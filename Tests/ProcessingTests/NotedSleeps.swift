import Synchronization

/// A clock that notes how long it is asked to sleep, and does not.
final class NotedSleeps: Clock {
    let asked = Mutex<[Duration]>([])

    var now: ContinuousClock.Instant { ContinuousClock.now }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
        let wait = deadline - ContinuousClock.now
        asked.withLock { $0.append(wait) }
    }
}
