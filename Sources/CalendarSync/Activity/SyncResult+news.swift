extension SyncResult {
    /// Whether it tells somebody something: polls that found nothing new would bury all else.
    public var isNews: Bool {
        switch outcome {
        case .succeeded: return !effects.isEmpty || reason != nil || !notes.isEmpty
        case .rejected, .parked: return true
        case .skipped: break
        }
        switch reason {
        case .classNotLinked, .stale, .reconnectNeeded, .calendarUnavailable, .brake, .temporaryFailure,
            .quotaExceeded, .retriesExhausted, .deadLetter:
            return true
        case .paused:
            // What each reading of a paused class says, its page says, too.
            return subject.subscriptionId != nil
        case .unchanged, .coalesced, .notCalendar, .handshake, .unknownFeed, .unknownLink, .busy, .behindParked, nil:
            return false
        }
    }
}
