import Foundation

/// A time that a class must not offer, and the Google event it comes from.
public struct BusyBlock: Hashable, Codable, Sendable {
    public let blockId: String
    public let accountId: String
    public let calendarId: String
    public let classId: String
    public let feedId: String
    /// The event, or the series, that it comes from: what is planned anew together.
    public let sourceId: String
    public let interval: BusyInterval
    /// IANA name of the Google calendar's zone.
    public let timeZone: String

    public init(link: ClassLink, event: SourceEvent, interval: BusyInterval, timeZone: String) {
        blockId = Self.id(link: link, eventId: event.id)
        accountId = link.accountId
        calendarId = link.calendarId
        classId = link.classId
        feedId = link.feedId
        sourceId = event.seriesId
        self.interval = interval
        self.timeZone = timeZone
    }

    /// A block that stands on the other side and of which nothing else is known.
    public init(standing: StandingBlock, of link: ClassLink) {
        blockId = standing.blockId
        accountId = link.accountId
        calendarId = link.calendarId
        classId = link.classId
        feedId = link.feedId
        sourceId = standing.blockId
        interval = BusyInterval(startsAt: standing.startsAt, endsAt: standing.endsAt, allDay: false)
        timeZone = "UTC"
    }

    /// Survives a lost store: it follows from what the block stands for.
    public static func id(link: ClassLink, eventId: String) -> String {
        Digest.text(
            ["block", link.accountId, link.calendarId, link.classId, link.googleCalendarId, eventId], length: 32)
    }

    public var classKey: ClassKey { ClassKey(accountId: accountId, classId: classId) }
}
