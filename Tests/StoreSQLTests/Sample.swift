import CalendarSync
import Foundation
import Records

/// Values to store, complete down to the last field so that a lost one shows.
enum Sample {
    static let start = Date(timeIntervalSince1970: 1_800_000_000)
    static let key = ClassKey(accountId: "42", classId: "310")

    static func time(_ seconds: TimeInterval) -> Date { start.addingTimeInterval(seconds) }

    static func integration(
        accountId: String = "42", subject: String = "sub-1", connectedAt: Date = start
    ) -> Integration {
        Integration(
            accountId: accountId, subject: subject, email: "host@example.com", scopes: ["calendar.events"],
            connectedAt: connectedAt, sealedRefreshToken: SealedSecret(keyId: "k1", box: Data([0, 1, 254, 255])))
    }

    static func authorization(state: String, expiresAt: Date) -> PendingAuthorization {
        PendingAuthorization(
            state: state, accountId: "42", browserDigest: "digest",
            sealedVerifier: SealedSecret(keyId: "k1", box: Data([9])), expiresAt: expiresAt)
    }

    static func link(
        accountId: String = "42", classId: String = "310", integrationId: String = "int-1",
        googleCalendarId: String = "host@example.com"
    ) -> ClassLink {
        ClassLink(
            accountId: accountId, classId: classId, calendarId: "77", integrationId: integrationId,
            googleCalendarId: googleCalendarId,
            options: LinkOptions(tentative: .ignore, privacy: .busy, reminders: [.init(method: .email, minutes: 5)]),
            lastChangeAt: time(0.125))
    }

    static func feed(_ googleCalendarId: String = "host@example.com", dueAt: Date? = nil) -> Feed {
        var feed = Feed(
            accountId: "42", integrationId: "int-1", googleCalendarId: googleCalendarId, dueAt: dueAt)
        feed.timeZone = "America/Denver"
        feed.channels = [FeedChannel(id: "channel", resourceId: nil, expiresAt: time(9), createdAt: start)]
        return feed
    }

    static func block(
        _ eventId: String, series: String? = nil, link: ClassLink = link(), state: StoredBlock.State = .written,
        revision: Int64 = 1
    ) -> StoredBlock {
        let event = SourceEvent(
            id: eventId, seriesId: series ?? eventId, status: .confirmed, start: .instant(start),
            end: .instant(time(60)))
        let interval = BusyInterval(startsAt: start, endsAt: time(60), allDay: false)
        let block = BusyBlock(link: link, event: event, interval: interval, timeZone: "America/Denver")
        return StoredBlock(block: block, state: state, revision: revision)
    }

    /// A booking whose only session begins at `startsAt` and takes an hour.
    static func booking(
        _ subscriptionId: String, accountId: String = "42", classId: String = "310", startsAt: Date = start,
        mirrors: Int = 0
    ) -> BookingState {
        let booking = Booking(
            accountId: accountId, calendarId: "77", calendarName: "Coaching", classId: classId,
            className: "Strategy call", subscriptionId: subscriptionId, status: .booked,
            lead: Lead(id: "501", firstName: "Ana", lastName: "Löpez \u{0} \"🙂\"", email: "", phone: "+1 5550100"),
            hosts: [Host(firstName: "Sam", lastName: "Reed", email: "sam@example.com")], timeZone: "America/Denver",
            sessions: [
                Session(startsAt: startsAt, durationMinutes: 60, localStart: "2026-12-11T09:00", timeAdjusted: true)
            ],
            order: BookingOrder(revision: 3, occurredAt: time(-0.001)))
        let events = (0..<mirrors).map { index in
            MirrorEvent(
                identity: MirrorIdentity(booking: booking, firstStartsAt: startsAt, generation: index),
                integrationId: "int-1", googleCalendarId: "host@example.com", startsAt: startsAt, contentHash: "hash")
        }
        let position = RecordPosition(topicPartition: TopicPartition(topic: "in", partition: 3), offset: 118)
        let result = SyncResult(
            outcome: .succeeded, reason: nil, source: .init(position, eventId: "event"),
            subject: ResultSubject(booking), notes: ["timeAdjusted"], receivedAt: start, handledAt: start)
        return BookingState(booking: booking, mirrors: events, lastEventId: "event", lastResult: result)
    }

    static func parked(
        _ key: String, offset: Int64, accountId: String? = "42", classId: String? = "310",
        reason: SyncResult.Reason = .retriesExhausted, condition: ParkingCondition = .time,
        recordKey: [UInt8]? = nil, value: [UInt8]? = Array("{}".utf8), headers: RecordHeaders = [:],
        dueAt: Date = time(60)
    ) -> ParkedRecord {
        ParkedRecord(
            key: key, accountId: accountId, classId: classId,
            record: ConsumedRecord(
                topicPartition: TopicPartition(topic: "kartra.appointments", partition: 3), offset: offset,
                timestampMilliseconds: nil, key: recordKey, value: value, headers: headers),
            reason: reason, condition: condition, parkedAt: start, dueAt: dueAt)
    }

    static func activity(
        _ id: String, at seconds: TimeInterval, accountId: String = "42", classId: String? = "310"
    ) -> ActivityEntry {
        ActivityEntry(
            id: id, accountId: accountId, classId: classId, subscriptionId: "9001", feedId: nil, occasion: .booking,
            outcome: .succeeded, reason: nil,
            changes: [
                .init(
                    kind: .mirrorUpdated, target: .google, calendarId: "host@example.com", count: 2,
                    latencyMilliseconds: 112)
            ], omittedChanges: 3, notes: ["timeAdjusted"], at: time(seconds))
    }
}
