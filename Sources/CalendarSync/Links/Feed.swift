public import Foundation

/// The stream of changes of one Google calendar, read through one integration. It may serve many links.
public struct Feed: Hashable, Codable, Sendable {
    public enum Access: String, Codable, Sendable {
        case readable
        /// Google answers 404: deleted, or no longer shared with the account.
        case lost
    }

    /// All work on one feed is done in order, under this key.
    public static func workKey(id: String) -> String { "feed/\(id)" }

    public let id: String
    public let accountId: String
    public let integrationId: String
    public let googleCalendarId: String
    /// IANA name, as Google last told it; all-day events are days of this zone.
    public var timeZone: String?
    /// Google's token for the next list of changes; nil: all events must be read.
    public var syncToken: String?
    /// Series have been expanded up to here.
    public var expandedUntil: Date?
    public var access: Access
    public var channels: [FeedChannel]
    /// Google refuses to push for this calendar (holidays, birthdays): it is polled.
    public var isWatchable: Bool
    /// When Google last refused a channel for what only configuration or an owner can mend; nil: it has not.
    public var watchRefusedAt: Date?
    /// What the account may do in the calendar, as Google last told it.
    public var accessRole: String?
    /// How many events a page of a list is to hold; smaller while Google fails at larger ones.
    public var pageSize: Int
    public var lastSyncedAt: Date?
    /// Since when every try to read it has failed on Google's side; nil: the last one succeeded.
    public var unreachableSince: Date?
    /// When Google last refused for good to let it be read; nil: it has been read since.
    public var readingRefusedAt: Date?
    /// When a reading found changes that no ping had announced; nil: none, or a ping has come since.
    public var unannouncedSince: Date?
    /// Since when Google's pings are known to stay away; nil: they come, or nothing says otherwise. It is read more often
    /// meanwhile.
    public var pushLostSince: Date?
    /// How many readings have found changes without a ping, in all.
    public var missedPings: Int?
    /// Since when blocks of its classes are refused for good; nil: all were taken when they were last tried.
    public var blocksRefusedAt: Date?
    /// By class, since when its blocks cannot be written; nil: those of all can.
    public var behindClasses: [String: Date]?
    /// How many full readings have begun.
    public var fullReadings: Int64
    /// A full reading under way: it goes on where it was broken off.
    public var fullReading: FullReading?
    public var lastAudit: FeedAudit?
    /// By class, the bookings whose copies by Kartra's own sync the last reading let pass: where one of them is no more,
    /// an event of the same time may have to block.
    public var passedBookings: [String: Set<DateInterval>]?
    /// When it is next to be compared with Google's own free/busy; nil: not before it has been read.
    public var auditDueAt: Date?
    /// When it is next to be read, ping or no ping; nil: not until a link wants it.
    public var dueAt: Date?

    public init(accountId: String, integrationId: String, googleCalendarId: String, dueAt: Date? = nil) {
        self.id = Self.id(integrationId: integrationId, googleCalendarId: googleCalendarId)
        self.accountId = accountId
        self.integrationId = integrationId
        self.googleCalendarId = googleCalendarId
        self.access = .readable
        self.channels = []
        self.isWatchable = true
        self.pageSize = Self.largestPage
        self.fullReadings = 0
        self.dueAt = dueAt
    }

    /// Google gives no more events at once.
    public static let largestPage = 2_500
    public static let smallestPage = 50

    public static func id(integrationId: String, googleCalendarId: String) -> String {
        Digest.text(["feed", integrationId, googleCalendarId], length: 26)
    }
}
