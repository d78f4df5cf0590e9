public import Foundation

/// What is to be done by a certain time, for any number of schedulers.
///
/// With `leasedUntil` what is returned is taken: it is not due again before then, so that of many who ask at once each
/// is given other work, and what one of them does not get done comes again. With nil it is only looked at. Where more
/// than `limit` is due, those named first are taken; in which order they are returned is then not said.
public protocol DueStore: Sendable {
    /// Feeds whose `dueAt` has come, the longest overdue first. Taken ones have the lease's end in its place.
    func feeds(dueBy time: Date, limit: Int, leasedUntil: Date?) async throws -> [Feed]
    /// Moves the feed's `dueAt`, lease or no lease.
    func postpone(feedId: String, until: Date) async throws

    /// Feeds whose `auditDueAt` has come, the longest overdue first. Taken ones have the lease's end in its place.
    func feeds(auditDueBy time: Date, limit: Int, leasedUntil: Date?) async throws -> [Feed]
    /// Moves the feed's `auditDueAt`, lease or no lease.
    func postpone(auditOf feedId: String, until: Date) async throws

    /// Links whose feed has not been readable for longer than their owner lets blocks stand, and whose blocks still do.
    func staleLinks(at time: Date, limit: Int, leasedUntil: Date?) async throws -> [ClassLink]
    /// Leaves a link out of the stale ones until then.
    func postpone(releaseOf key: ClassKey, until: Date) async throws

    /// Unlinkings that are not done though they were begun longer than `Unlinking.patience` ago, the oldest first.
    func unlinkings(dueBy time: Date, limit: Int, leasedUntil: Date?) async throws -> [Unlinking]
    /// Leaves an unlinking out of those until then.
    func postpone(unlinkingOf key: ClassKey, until: Date) async throws

    /// Bookings with intents that have been open for longer than `MirrorIntent.patience`, the oldest first, but for those
    /// whose inputs are parked: these come again by themselves.
    func bookings(intentsDueBy time: Date, limit: Int, leasedUntil: Date?) async throws -> [BookingState]
    /// Leaves a booking out of those until then.
    func postpone(intentsOf booking: Booking, until: Date) async throws

    /// Keys that may be tried again by `time`, the longest waiting first. Only a key's first record is leased: when
    /// that is settled, the key is due by the next one's time.
    func parkedKeys(dueBy time: Date, limit: Int, leasedUntil: Date?) async throws -> [String]
    /// Sets when the key may be tried again.
    func postpone(parkedKey: String, until: Date) async throws
}
