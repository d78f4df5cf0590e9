import OutboundHTTP
import Testing

@Suite struct RetryPolicyTests {
    private let policy = RetryPolicy(
        backoff: Backoff(base: .seconds(1), cap: .seconds(8)), maxAttempts: 4, maxElapsed: .seconds(60))

    private func decision(
        attempt: Int = 1, isTransient: Bool = true, retryAfter: Duration? = nil, elapsed: Duration = .zero
    ) -> RetryDecision {
        var generator = FixedGenerator(value: .max)
        return policy.decision(
            afterAttempt: attempt, isTransient: isTransient, retryAfter: retryAfter, elapsed: elapsed,
            using: &generator)
    }

    @Test func anErrorOfTheRequestIsPermanentAtOnce() {
        #expect(decision(isTransient: false) == .permanent)
        #expect(decision(attempt: 99, isTransient: false, elapsed: .seconds(999)) == .permanent)
    }

    @Test(arguments: [(1, 1), (2, 2), (3, 4)])
    func waitsLongerAfterEachAttempt(attempt: Int, seconds: Int) {
        #expect(decision(attempt: attempt) == .retry(after: .seconds(seconds)))
    }

    @Test(arguments: [4, 5, 1000])
    func theLastAttemptExhausts(attempt: Int) {
        #expect(decision(attempt: attempt) == .exhausted)
    }

    @Test func neverComesBackBeforeTheServerWishes() {
        #expect(decision(retryAfter: .seconds(30)) == .retry(after: .seconds(31)))
    }

    @Test func aWaitThatEndsWithinTheTimeLimitIsStillTaken() {
        #expect(decision(elapsed: .seconds(59)) == .retry(after: .seconds(1)))
        #expect(decision(elapsed: .seconds(59) + .milliseconds(1)) == .exhausted)
        #expect(decision(retryAfter: .seconds(60)) == .exhausted)
    }

    @Test(arguments: [
        (200, false), (301, false), (400, false), (401, false), (403, false), (404, false), (408, true), (409, false),
        (410, false), (412, false), (425, true), (429, true), (500, true), (501, false), (502, true), (503, true),
        (504, true), (505, false), (599, true), (600, false),
    ])
    func judgesAnAnswerByItsStatus(status: Int, isRetried: Bool) {
        var generator = FixedGenerator(value: .max)
        let decision = policy.decision(afterAttempt: 1, status: status, elapsed: .zero, using: &generator)
        #expect(decision == (isRetried ? .retry(after: .seconds(1)) : .permanent))
    }

    @Test(arguments: [
        (OutboundHTTPError.timedOut, true), (.connectFailed, true), (.nameNotResolved, true), (.connectionClosed, true),
        (.tlsFailed(.certificateRejected), true), (.tlsFailed(.handshakeFailed), true),
        (.tlsFailed(.trustStoreUnreadable), true), (.shutDown, true), (.other(code: 1), true),
        (.responseTooLarge(limit: 1), false), (.invalidURL, false), (.invalidHeader, false),
    ])
    func judgesAFailureByItsKind(error: OutboundHTTPError, isRetried: Bool) {
        var generator = FixedGenerator(value: .max)
        let decision = policy.decision(afterAttempt: 1, error: error, elapsed: .zero, using: &generator)
        #expect(decision == (isRetried ? .retry(after: .seconds(1)) : .permanent))
    }
}
