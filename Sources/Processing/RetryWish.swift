import CalendarSync

/// That an input is to be taken up again, and how its handler would have it.
struct RetryWish: Sendable {
    /// Not before; nil: by the engine's own backoff.
    let after: Duration?
    let reason: SyncResult.Reason
    /// False where nothing was tried, for want of a turn at the other side.
    var isAttempt = true

    /// Why it is parked, where it cannot be taken up again soon.
    var parkingReason: SyncResult.Reason { isAttempt ? .retriesExhausted : .temporaryFailure }
}
