/// When a failed input is tried again in its key, and when that is enough.
public struct RetrySchedule: Sendable {
    public var maxAttempts: Int
    public var base: Duration
    public var cap: Duration
    /// How long it then waits in parking before the next round.
    public var parkedFor: Duration

    public init(
        maxAttempts: Int = 6, base: Duration = .milliseconds(250), cap: Duration = .seconds(10),
        parkedFor: Duration = .seconds(60)
    ) {
        self.maxAttempts = maxAttempts
        self.base = base
        self.cap = cap
        self.parkedFor = parkedFor
    }

    /// Full jitter: a random time up to the exponential bound, so that a crowd of failures does not come back as one.
    /// What the remote system asked for is the least, and beyond the cap it is a matter for parking. Nil: tried enough.
    public func delay(
        afterAttempt attempt: Int, asked: Duration?, using generator: inout some RandomNumberGenerator
    ) -> Duration? {
        guard attempt < maxAttempts else { return nil }
        if let asked, asked > cap { return nil }
        let bound = min(cap, base * (1 << min(attempt - 1, 16)))
        return (asked ?? .zero) + bound * Double.random(in: 0...1, using: &generator)
    }
}
