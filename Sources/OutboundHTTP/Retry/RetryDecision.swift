/// What to do after a failed attempt.
public enum RetryDecision: Sendable, Hashable {
    /// The same request will never succeed.
    case permanent
    /// Try again, not before this much time has passed.
    case retry(after: Duration)
    /// It might succeed some day, but this policy's attempts or time are used up.
    case exhausted
}
