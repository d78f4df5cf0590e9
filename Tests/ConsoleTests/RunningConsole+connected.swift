import CalendarSync
import Console
import Foundation
import Testing

extension RunningConsole {
    static let work = GoogleCalendarChoice(
        id: "host@example.com", name: "Work", timeZone: "America/Denver", color: "#f83a22", colorName: "Tomato",
        accessRole: "owner", primary: true,
        writable: true, watchable: true)
    static let team = GoogleCalendarChoice(
        id: "team@group.calendar.google.com", name: "Team", timeZone: nil, accessRole: "writer", primary: false,
        writable: true, watchable: true)
    static let holidays = GoogleCalendarChoice(
        id: "en.usa#holiday@group.v.calendar.google.com", name: "Holidays", timeZone: nil, accessRole: "reader",
        primary: false, writable: false, watchable: false)

    /// The class that the tests link.
    static let classKey = ClassKey(accountId: "42", classId: "310")

    /// A console whose account 42 has connected `sub-1`, with three calendars.
    static func connected(
        scopes: [String] = [], unlinkPatience: Duration = .seconds(20),
        _ test: (RunningConsole, Integration) async throws -> Void
    ) async throws {
        try await serving(unlinkPatience: unlinkPatience) { console in
            let keys = try #require(keys)
            let id = Integration.id(accountId: "42", subject: "sub-1")
            let integration = Integration(
                accountId: "42", subject: "sub-1", email: "host@example.com", scopes: scopes,
                connectedAt: now, sealedRefreshToken: try keys.seal("r", context: id))
            try await console.store.save(integration)
            console.google.calendars = [work, team, holidays]
            try await test(console, try #require(try await console.store.integration(id: id)))
        }
    }

    /// The body of `PUT …/link`.
    static func linkBody(
        _ integration: Integration, calendar: String = work.id, options: String = "{}"
    ) -> String {
        """
        {"calendarId":77,"integrationId":"\(integration.id)","googleCalendarId":"\(calendar)","options":\(options)}
        """
    }

    /// As a worker does: changes the stored link.
    func changeLink(_ change: (inout ClassLink) -> Void) async throws {
        var link = try #require(try await store.link(Self.classKey))
        change(&link)
        try await store.save(link)
    }

    /// As a worker does: changes the stored feed of the link under its lease.
    func changeFeed(_ change: (inout Feed) -> Void) async throws {
        let feedId = try #require(try await store.link(Self.classKey)).feedId
        let lease = try #require(
            try await store.lease(
                feedId: feedId, holder: "test", now: Self.now, until: Self.now.addingTimeInterval(60)))
        var feed = try #require(try await store.feed(id: feedId))
        change(&feed)
        try await store.save(feed, under: lease)
        try await store.release(lease)
    }
}
