/// What a `GoogleError` asks of us.
public enum GoogleErrorAdvice: Sendable, Hashable, CaseIterable {
    /// The same again, after a backoff.
    case retry
    /// The same again, after a backoff, and fewer calls for this user altogether.
    case backOff
    /// The account does nothing for hours.
    case pauseForHours
    /// The user has to consent again.
    case reconnect
    /// Forget the sync token and list everything.
    case fullSync
    /// What was wanted is so already.
    case alreadyDone
    /// The event or calendar is gone, or out of our sight; Google does not tell which.
    case gone
    /// Someone else was first: read how it stands, then decide anew.
    case readBack
    /// The same with a new id.
    case useNewID
    /// The user's rights on this calendar do not suffice.
    case needsAccess
    /// This calendar cannot be watched; ask it now and then.
    case pollInstead
    /// An operator has to put our registration or address in order.
    case fixConfiguration
    /// This request will never succeed.
    case permanent
}
