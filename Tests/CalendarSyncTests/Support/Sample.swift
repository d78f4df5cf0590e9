import CalendarSync
import Foundation
import Records
import Testing

/// One account, class, host and lead, the same in every test.
enum Sample {
    /// 2026-12-11 16:00 to 17:00 UTC.
    static let times = DateInterval(start: Date(timeIntervalSince1970: 1_797_004_800), duration: 3_600)

    static let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    static let otherKey = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="
    static let start = "2026-12-11T16:00:00Z"

    static func keys() throws -> SecretKeys { try SecretKeys("k1:" + key) }

    static func instant(_ text: String) throws -> Date { try #require(Date(rfc3339: text)) }

    static func session(_ start: String, minutes: Int = 60) throws -> Session {
        Session(startsAt: try instant(start), durationMinutes: minutes, localStart: start, timeAdjusted: false)
    }

    static let lead = Lead(
        id: "501", firstName: "Ana", lastName: "Lopez", email: "ana@example.com", phone: "+1 5550100")
    static let host = CalendarSync.Host(firstName: "Sam", lastName: "Reed", email: "sam@example.com")

    static func booking(
        _ sessions: [Session], status: BookingStatus = .booked, classId: String = "310", lead: Lead = lead,
        hosts: [CalendarSync.Host] = [host], className: String = "Strategy call"
    ) -> Booking {
        Booking(
            accountId: "42", calendarId: "77", calendarName: "Coaching", classId: classId, className: className,
            subscriptionId: "9001", status: status, lead: lead, hosts: hosts, timeZone: "America/Denver",
            sessions: sessions, order: BookingOrder(revision: nil, occurredAt: Date(timeIntervalSince1970: 0)))
    }

    static func link(
        classId: String = "310", integrationId: String = "int-1", googleCalendarId: String = "host@example.com",
        options: LinkOptions = LinkOptions()
    ) -> ClassLink {
        ClassLink(
            accountId: "42", classId: classId, calendarId: "77", integrationId: integrationId,
            googleCalendarId: googleCalendarId, options: options)
    }

    static func identity(classId: String = "310", start: String = start, generation: Int = 0) throws -> MirrorIdentity {
        MirrorIdentity(
            accountId: "42", calendarId: "77", classId: classId, subscriptionId: "9001",
            firstStartsAt: try instant(start), generation: generation)
    }

    static func consumed(
        _ value: [UInt8]?, headers: RecordHeaders = RecordHeaders(), topic: String = "kartra.appointments",
        key: [UInt8]? = nil, timestamp: Int64? = 1_796_000_000_000
    ) -> ConsumedRecord {
        ConsumedRecord(
            topicPartition: TopicPartition(topic: topic, partition: 3), offset: 118, timestampMilliseconds: timestamp,
            key: key, value: value, headers: headers)
    }

    /// A record of ours as a consumer of its topic would read it.
    static func consumed(_ record: OutgoingRecord) -> ConsumedRecord {
        consumed(record.value, headers: record.headers, topic: record.topic, key: record.key)
    }
}
