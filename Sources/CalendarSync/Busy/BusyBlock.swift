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
        blockId = Digest.text(
            ["block", link.accountId, link.calendarId, link.classId, link.googleCalendarId, event.id], length: 32)
        accountId = link.accountId
        calendarId = link.calendarId
        classId = link.classId
        feedId = link.feedId
        sourceId = event.seriesId
        self.interval = interval
        self.timeZone = timeZone
    }

    public var classKey: ClassKey { ClassKey(accountId: accountId, classId: classId) }
}
