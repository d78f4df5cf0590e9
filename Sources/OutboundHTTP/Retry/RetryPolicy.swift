/// Decides after a failed attempt whether and when there is another one. A value: clock and randomness come from outside.
public struct RetryPolicy: Sendable, Hashable {
    public var backoff: Backoff
    /// The first try counts.
    public var maxAttempts: Int
    /// From the first try to the beginning of the last one.
    public var maxElapsed: Duration

    public init(backoff: Backoff = Backoff(), maxAttempts: Int = 6, maxElapsed: Duration = .seconds(120)) {
        self.backoff = backoff
        self.maxAttempts = maxAttempts
        self.maxElapsed = maxElapsed
    }

    /// - Parameters:
    ///   - attempt: the attempt that failed; the first is 1.
    ///   - isTransient: whether the same request may succeed later.
    ///   - retryAfter: the server's wish; never undercut, and lengthened by jitter so that callers do not return as one.
    ///   - elapsed: since the beginning of the first attempt.
    public func decision(
        afterAttempt attempt: Int, isTransient: Bool, retryAfter: Duration? = nil, elapsed: Duration,
        using generator: inout some RandomNumberGenerator
    ) -> RetryDecision {
        guard isTransient else { return .permanent }
        guard attempt < maxAttempts else { return .exhausted }
        let delay = (retryAfter ?? .zero) + backoff.delay(afterAttempt: attempt, using: &generator)
        return elapsed + delay <= maxElapsed ? .retry(after: delay) : .exhausted
    }

    /// For an attempt that brought no answer.
    public func decision(
        afterAttempt attempt: Int, error: OutboundHTTPError, elapsed: Duration,
        using generator: inout some RandomNumberGenerator
    ) -> RetryDecision {
        decision(afterAttempt: attempt, isTransient: error.isTransient, elapsed: elapsed, using: &generator)
    }

    /// For an answer that is judged by its status alone.
    public func decision(
        afterAttempt attempt: Int, status: Int, retryAfter: Duration? = nil, elapsed: Duration,
        using generator: inout some RandomNumberGenerator
    ) -> RetryDecision {
        decision(
            afterAttempt: attempt, isTransient: Self.isTransient(status: status), retryAfter: retryAfter,
            elapsed: elapsed, using: &generator)
    }

    /// 408, 425, 429 and every 5xx but 501 and 505, which speak of what the server can never do (RFC 9110 §15).
    public static func isTransient(status: Int) -> Bool {
        switch status {
        case 408, 425, 429: true
        case 501, 505: false
        case 500...599: true
        default: false
        }
    }
}
