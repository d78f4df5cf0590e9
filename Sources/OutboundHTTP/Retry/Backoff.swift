/// Exponential backoff with full jitter: a delay drawn evenly from zero to `base` doubled at each attempt, at most `cap`.
/// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
public struct Backoff: Sendable, Hashable {
    public var base: Duration
    public var cap: Duration

    public init(base: Duration = .milliseconds(500), cap: Duration = .seconds(60)) {
        self.base = base
        self.cap = cap
    }

    /// The longest delay after this attempt; the first attempt is 1.
    public func ceiling(afterAttempt attempt: Int) -> Duration {
        var ceiling = min(base, cap)
        var doublings = attempt - 1
        while doublings > 0, ceiling > .zero, ceiling < cap {
            ceiling = min(ceiling * 2, cap)
            doublings -= 1
        }
        return ceiling
    }

    public func delay(afterAttempt attempt: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        // 53 bits are what a Double holds: an even draw from 0 to 1, both included.
        let share = Double(generator.next() >> 11) / Double((1 << 53) - 1)
        return ceiling(afterAttempt: attempt) * share
    }
}
