import CalendarSync
import Foundation
import StoreSQL

/// An account with everything in large numbers.
struct LargeAccount: Sendable {
    private static let id = "42"
    private static let integrations = 10

    let links: Int
    let blocks: Int
    let bookings: Int
    let calendars: Int
    let now = Date.now

    /// What is asked for, by the name that the table shows. All of the first class, which has the most.
    var pages: [(name: String, path: String)] {
        let account = "/console/accounts/\(Self.id)"
        let link = "\(account)/classes/\(classId(0))"
        let nextMonth = now.addingTimeInterval(30 * 86_400).formatted(.iso8601.year().month().day())
        return [
            ("set-up, the first page", account),
            ("My Integrations", "\(account)/integrations"),
            ("My Calendars", "\(account)/calendars"),
            ("a calendar", "\(account)/calendars/\(calendarId(0))"),
            ("Automation", "\(account)/calendars/\(calendarId(0))/classes/\(classId(0))"),
            ("a link, this week", link),
            ("a link, a month on", "\(link)?week=\(nextMonth)"),
            ("Unlink", "\(link)/unlink"),
            ("Disconnect", "\(account)/integrations/\(integrationId(0))/disconnect"),
            ("an operator's accounts", "/console/accounts"),
        ]
    }

    func fill(_ store: SQLStore, keys: SecretKeys) async throws {
        for number in 0..<Self.integrations {
            try await store.save(
                Integration(
                    accountId: Self.id, subject: "subject-\(number)", email: "host\(number)@example.com",
                    scopes: ["https://www.googleapis.com/auth/calendar.events"], connectedAt: now,
                    sealedRefreshToken: try keys.seal("token", context: integrationId(number))))
        }
        try await concurrently(links) { number in
            try await store.note(
                KnownClass(
                    accountId: Self.id, calendarId: calendarId(number),
                    calendarName: "Calendar \(calendarId(number))", classId: classId(number),
                    className: "Class \(classId(number))"))
            try await store.save(link(number))
            try await fillFeed(of: number, store)
        }
        try await concurrently(bookings) { number in try await store.save(booking(number)) }
        let activity = (0..<ActivityEntry.mostPerClass).map { number in
            ActivityEntry(
                id: "result-\(number)", accountId: Self.id, classId: classId(0), occasion: .booking,
                outcome: .succeeded,
                changes: [
                    .init(
                        kind: .mirrorInserted, target: .google, calendarId: link(0).googleCalendarId, count: 1,
                        latencyMilliseconds: 120)
                ], at: now.addingTimeInterval(TimeInterval(-number * 60)))
        }
        try await store.record(activity, now: now)
    }

    private func fillFeed(of number: Int, _ store: SQLStore) async throws {
        let link = link(number)
        var feed = Feed(
            accountId: Self.id, integrationId: link.integrationId, googleCalendarId: link.googleCalendarId,
            dueAt: now.addingTimeInterval(3_600))
        try await store.ensure(feed)
        guard
            let lease = try await store.lease(
                feedId: feed.id, holder: "bench", now: now, until: now.addingTimeInterval(60))
        else { return }
        feed.timeZone = "America/Denver"
        feed.syncToken = "sync-token"
        feed.expandedUntil = now.addingTimeInterval(365 * 86_400)
        feed.accessRole = "owner"
        feed.lastSyncedAt = now
        feed.channels = [
            FeedChannel(
                id: UUID().uuidString, resourceId: "resource", expiresAt: now.addingTimeInterval(86_400), createdAt: now
            )
        ]
        try await store.save(feed, under: lease)
        let stored = (0..<share(of: blocks, number)).map { index in
            let start = time(index)
            let event = SourceEvent(
                id: "event-\(index)", seriesId: "event-\(index)", status: .confirmed, start: nil, end: nil)
            return StoredBlock(
                block: BusyBlock(
                    link: link, event: event,
                    interval: BusyInterval(startsAt: start, endsAt: start.addingTimeInterval(1_800), allDay: false),
                    timeZone: "America/Denver"),
                state: .written, revision: 1)
        }
        try await store.apply(store: stored, forget: [], under: lease)
        try await store.release(lease)
    }

    private func link(_ number: Int) -> ClassLink {
        ClassLink(
            accountId: Self.id, classId: classId(number), calendarId: calendarId(number),
            integrationId: integrationId(number), googleCalendarId: "calendar\(number)@group.calendar.google.com",
            options: LinkOptions(), lastChangeAt: now, blocksCompleteAt: now)
    }

    private func booking(_ number: Int) -> BookingState {
        // Every other one is of the first class.
        let ofClass = number.isMultiple(of: 2) ? 0 : number / 2 % links
        let link = link(ofClass)
        let start = time(number)
        let booking = Booking(
            accountId: Self.id, calendarId: link.calendarId, calendarName: "Calendar \(link.calendarId)",
            classId: link.classId, className: "Class \(link.classId)", subscriptionId: "\(number)", status: .booked,
            lead: Lead(id: "\(number)", firstName: "Ana", lastName: "Lopez", email: "ana@example.com", phone: ""),
            hosts: [], timeZone: "America/Denver",
            sessions: [Session(startsAt: start, durationMinutes: 60, localStart: "", timeAdjusted: false)],
            order: BookingOrder(revision: 1, occurredAt: now))
        return BookingState(
            booking: booking,
            mirrors: [
                MirrorEvent(
                    identity: MirrorIdentity(booking: booking, firstStartsAt: start),
                    integrationId: link.integrationId, googleCalendarId: link.googleCalendarId, startsAt: start,
                    contentHash: "hash")
            ])
    }

    /// How many of `total` are of a class: half of them the first one's.
    private func share(of total: Int, _ number: Int) -> Int {
        if links == 1 { return total }
        let rest = total / 2
        return number == 0 ? total - rest : rest / (links - 1) + (number <= rest % (links - 1) ? 1 : 0)
    }

    /// Quarters of hours all over a year, of which a week has passed.
    private func time(_ index: Int) -> Date {
        now.addingTimeInterval(TimeInterval(index * 7_919 * 900 % (365 * 86_400) - 7 * 86_400))
    }

    private func classId(_ number: Int) -> String { "\(10_000 + number)" }

    private func calendarId(_ number: Int) -> String { "\(100 + number % calendars)" }

    private func integrationId(_ number: Int) -> String {
        Integration.id(accountId: Self.id, subject: "subject-\(number % Self.integrations)")
    }

    private func concurrently(
        _ count: Int, _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<count {
                if number >= 64 { try await group.next() }
                group.addTask { try await body(number) }
            }
            try await group.waitForAll()
        }
    }
}
