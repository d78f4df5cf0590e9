import CalendarSync
import Foundation
import OutboundHTTP
import Testing

@testable import Console

/// The week on a link's page. Now it is Sunday, 29 November 2026 in Denver.
@Suite(.timeLimit(.minutes(1))) struct WeekTests {
    private static func instant(_ text: String) throws -> Date { try #require(Date(rfc3339: text + ":00-07:00")) }

    private func book(
        _ console: RunningConsole, _ subscription: String, at start: String, status: BookingStatus = .booked,
        mirrored: Bool = true
    ) async throws {
        let zone = try #require(TimeZone(identifier: "America/Denver"))
        let local = try #require(LocalDateTime(start))
        let session = Session(local: local, text: start, durationMinutes: 60, zone: zone)
        let booking = Booking(
            accountId: "42", calendarId: "77", calendarName: "Coaching", classId: "310", className: "Strategy call",
            subscriptionId: subscription, status: status,
            lead: Lead(id: "1", firstName: "Ana", lastName: "Lopez", email: "ana@example.com", phone: ""), hosts: [],
            timeZone: "America/Denver", sessions: [session],
            order: BookingOrder(revision: 1, occurredAt: RunningConsole.now))
        let mirror = MirrorEvent(
            identity: MirrorIdentity(booking: booking, firstStartsAt: session.startsAt), integrationId: "i",
            googleCalendarId: "host@example.com", startsAt: session.startsAt, contentHash: "h")
        try await console.store.save(BookingState(booking: booking, mirrors: mirrored ? [mirror] : []))
    }

    private func block(
        _ console: RunningConsole, _ spans: [(from: String, to: String, allDay: Bool)]
    ) async throws {
        let link = try #require(try await console.store.link(RunningConsole.classKey))
        let lease = try #require(
            try await console.store.lease(
                feedId: link.feedId, holder: "test", now: RunningConsole.now,
                until: RunningConsole.now.addingTimeInterval(60)))
        let blocks = try spans.map { span in
            let interval = BusyInterval(
                startsAt: try Self.instant(span.from), endsAt: try Self.instant(span.to), allDay: span.allDay)
            let event = SourceEvent(id: span.from, seriesId: span.from, status: .confirmed, start: nil, end: nil)
            return StoredBlock(
                block: BusyBlock(link: link, event: event, interval: interval, timeZone: "America/Denver"),
                state: .written, revision: 1)
        }
        try await console.store.apply(store: blocks, forget: [], under: lease)
        try await console.store.release(lease)
    }

    private func linked(_ test: (RunningConsole, Browser) async throws -> Void) async throws {
        try await RunningConsole.connected { console, integration in
            _ = try await console.call(.put, "classes/310/link", RunningConsole.linkBody(integration))
            try await console.changeFeed { $0.timeZone = "America/Denver" }
            try await test(console, try await Browser(console))
        }
    }

    /// The lines of each day, by its date.
    private func days(_ page: HTMLPage) -> [[String]] {
        var days: [[String]] = []
        for element in page.elements {
            let isInWeek = element.ancestors.suffix(2) == ["ol", "li"] || element.ancestors.suffix(1) == ["ul"]
            if element.name == "h3", isInWeek { days.append([]) }
            if element.name == "li", element.ancestors.suffix(3) == ["ol", "li", "ul"], !days.isEmpty {
                days[days.count - 1].append(element.text)
            }
        }
        return days
    }

    @Test func bookingsEventsAndBusyTimesStandSideBySide() async throws {
        try await linked { console, browser in
            try await book(console, "1", at: "2026-11-24T09:00")
            try await book(console, "2", at: "2026-11-25T09:00", mirrored: false)
            try await book(console, "3", at: "2026-11-26T09:00", status: .cancelled, mirrored: false)
            try await book(console, "4", at: "2026-12-01T09:00")
            try await block(
                console,
                [
                    ("2026-11-24T14:00", "2026-11-24T15:30", false), ("2026-11-27T00:00", "2026-11-28T00:00", true),
                    ("2026-11-28T22:00", "2026-12-01T03:00", false), ("2026-11-16T08:00", "2026-11-16T09:00", false),
                ])
            let page = try await browser.page("/classes/310")
            #expect(
                days(page) == [
                    [], ["Booked 09:00–10:00", "In Google 09:00–10:00", "Busy 14:00–15:30"],
                    ["Booked 09:00–10:00 no event in Google yet"], [], ["Busy all day"], ["Busy from 22:00"],
                    ["Busy all day"],
                ])
            let text = try await browser.get(Browser.path("/classes/310")).text
            #expect(text.contains("All times in America/Denver"))
            #expect(!text.contains("Ana"), "times only")
        }
    }

    @Test func theWeeksBeforeAndAfterAreALinkAway() async throws {
        try await linked { console, browser in
            try await book(console, "4", at: "2026-12-01T09:00")
            let page = try await browser.page("/classes/310")
            let links = page.all("a").filter { $0.attributes["href"]?.hasSuffix("#week") == true }
            #expect(
                links.map { $0.attributes["href"] } == [
                    "/console/accounts/42/classes/310?week=2026-11-16#week", "/console/accounts/42/classes/310#week",
                    "/console/accounts/42/classes/310?week=2026-11-30#week",
                ])
            #expect(links.map { $0.attributes["aria-current"] } == [nil, "page", nil])
            let next = try await browser.page("/classes/310?week=2026-12-03")
            #expect(next.all("h2").contains { $0.text == "Week of 30 Nov 2026" })
            #expect(days(next)[1] == ["Booked 09:00–10:00", "In Google 09:00–10:00"])
            for nonsense in ["2026-13-01", "x", "", "9999-01-01", "2026-11-29%00"] {
                let same = try await browser.page("/classes/310?week=\(nonsense)")
                #expect(same.all("h2").contains { $0.text == "Week of 23 Nov 2026" }, "\(nonsense)")
            }
        }
    }

    @Test func daysAreDaysOfTheZoneAlsoWhereTheClockChanges() throws {
        let zone = try #require(TimeZone(identifier: "America/Denver"))
        let frame = WeekFrame("2026-11-01", in: zone, now: RunningConsole.now)
        #expect(frame.monday(weeks: 0) == "2026-10-26" && frame.monday(weeks: 1) == "2026-11-02")
        #expect(frame.days.map { $0.duration / 3_600 } == [24, 24, 24, 24, 24, 24, 25])
        #expect(!frame.isCurrent)
        #expect(WeekFrame(nil, in: zone, now: RunningConsole.now).isCurrent)
    }
}
