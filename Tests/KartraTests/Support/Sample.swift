import CalendarSync
import Foundation

/// Blocks to write.
enum Sample {
    static func link(classId: String = "310", calendarId: String = "77") -> ClassLink {
        ClassLink(
            accountId: "42", classId: classId, calendarId: calendarId, integrationId: "int",
            googleCalendarId: "host@example.com", options: LinkOptions())
    }

    /// 2026-12-11, 09:00 to 10:00 in Denver.
    static func block(_ eventId: String, link: ClassLink = link(), allDay: Bool = false) -> BusyBlock {
        let start = Date(timeIntervalSince1970: 1_797_004_800)
        let event = SourceEvent(id: eventId, seriesId: eventId, status: .confirmed, start: nil, end: nil)
        return BusyBlock(
            link: link, event: event,
            interval: BusyInterval(startsAt: start, endsAt: start.addingTimeInterval(3_600), allDay: allDay),
            timeZone: "America/Denver")
    }

    static func blocks(_ count: Int, link: ClassLink = link()) -> [BusyBlock] {
        (0..<count).map { block("event-\($0)", link: link) }
    }
}
