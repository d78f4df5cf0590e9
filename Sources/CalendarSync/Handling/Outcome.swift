public import Foundation

/// How handling one input ended. An error of a remote system arrives here as a value, and is switched once.
public enum Outcome: Sendable {
    /// Done, as the result says: succeeded or skipped.
    case settled(SyncResult)
    /// Can never be handled: a dead letter.
    case rejected(Rejection)
    /// May succeed later: again in the key, after the given time or by the engine's own backoff.
    case retry(after: Duration?, SyncResult.Reason)
    /// Was not tried at all, as too much of the same account waits already: again in the key after this time. That it
    /// waits is no failure, and no attempt.
    case held(for: Duration)
    /// Will not succeed before something changes: put aside, the partition goes on.
    case parked(SyncResult.Reason, until: ParkingCondition, dueAt: Date)
}
