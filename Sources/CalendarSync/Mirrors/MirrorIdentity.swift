public import Foundation

/// Which session a mirror event stands for. Its Google event id follows from it, so that it can be found again with no
/// store, and so that a copy of the event (which has another id) is not taken for ours.
public struct MirrorIdentity: Hashable, Codable, Sendable {
    public let accountId: String
    public let calendarId: String
    public let classId: String
    public let subscriptionId: String
    /// The session's start as first booked: a moved session keeps its event.
    public let firstStartsAt: Date
    /// Counts up where Google does not give an id back (an id stays taken after its event was deleted).
    public let generation: Int

    public init(
        accountId: String, calendarId: String, classId: String, subscriptionId: String, firstStartsAt: Date,
        generation: Int = 0
    ) {
        self.accountId = accountId
        self.calendarId = calendarId
        self.classId = classId
        self.subscriptionId = subscriptionId
        self.firstStartsAt = firstStartsAt
        self.generation = generation
    }

    public init(booking: Booking, firstStartsAt: Date, generation: Int = 0) {
        self.init(
            accountId: booking.accountId, calendarId: booking.calendarId, classId: booking.classId,
            subscriptionId: booking.subscriptionId, firstStartsAt: firstStartsAt, generation: generation)
    }

    /// base32hex of SHA-256, 52 characters: the alphabet and length that Google asks of ids chosen by clients.
    public var eventId: String {
        Digest.text([accountId, calendarId, classId, subscriptionId, firstStartsAt.rfc3339, String(generation)])
    }

    public var classKey: ClassKey { ClassKey(accountId: accountId, classId: classId) }

    public func next() -> MirrorIdentity {
        MirrorIdentity(
            accountId: accountId, calendarId: calendarId, classId: classId, subscriptionId: subscriptionId,
            firstStartsAt: firstStartsAt, generation: generation + 1)
    }
}
