/// Spreads calls so that no second sees more than Kartra allows one App (20). A token bucket: a fifth of the calls may go at
/// once, tokens for the rest come evenly. Callers are served in the order in which they come.
public actor CallBudget {
    /// Between two tokens.
    private let interval: Duration
    private let capacity: Int
    private let elapsed: @Sendable () -> Duration
    private let sleepUntil: @Sendable (Duration) async throws -> Void
    /// When the next call would go if none could be saved up; begins far enough back for a full bucket.
    private var next: Duration = .seconds(-1)

    /// - Parameter callsPerSecond: at least 1; processes that share an App divide its calls among them.
    public init(callsPerSecond: Int, clock: some Clock<Duration> = ContinuousClock()) {
        let calls = max(1, callsPerSecond)
        capacity = max(1, calls / 5)
        // A full bucket and what comes within a second make exactly `calls`.
        interval = .seconds(1) / (calls - capacity + 1)
        let start = clock.now
        elapsed = { start.duration(to: clock.now) }
        sleepUntil = { try await clock.sleep(until: start.advanced(by: $0), tolerance: nil) }
    }

    /// Returns when one call may be made.
    /// - Throws: `CancellationError`
    public func take() async throws {
        let now = elapsed()
        let due = max(next, now - interval * (capacity - 1))
        next = due + interval
        if due > now { try await sleepUntil(due) }
    }
}
