import CalendarSync
import Foundation

/// A link as the API shows it. Absent values stand as null: a reader sees every key in every link.
struct LinkView: Encodable, Sendable {
    struct Counts: Encodable, Sendable {
        let mirrors: Int
        let blocks: Int
        let parked: Int
    }

    let link: ClassLink
    let status: LinkStatus
    let counts: Counts

    private enum CodingKeys: String, CodingKey {
        case classId, calendarId, integrationId, googleCalendarId, feedId, status, reason, behindSeconds, lastChangeAt
        case options, counts
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(link.classId, forKey: .classId)
        try values.encode(link.calendarId, forKey: .calendarId)
        try values.encode(link.integrationId, forKey: .integrationId)
        try values.encode(link.googleCalendarId, forKey: .googleCalendarId)
        try values.encode(link.feedId, forKey: .feedId)
        try values.encode(status.word, forKey: .status)
        try values.encode(status.reason, forKey: .reason)
        try values.encode(status.behindSeconds, forKey: .behindSeconds)
        try values.encode(link.lastChangeAt?.rfc3339, forKey: .lastChangeAt)
        try values.encode(link.options, forKey: .options)
        try values.encode(counts, forKey: .counts)
    }
}
