import CalendarSync
import Foundation
import OutboundHTTP
import Testing

@testable import Console

/// An account with many links costs a page no more statements than one with few.
@Suite(.timeLimit(.minutes(1))) struct ManyLinksTests {
    private func link(_ numbers: Range<Int>, of integrationId: String, _ console: RunningConsole) async throws {
        for number in numbers {
            try await console.store.note(
                KnownClass(
                    accountId: "42", calendarId: "77", calendarName: "Coaching", classId: "\(number)",
                    className: "Class \(number)"))
            let link = ClassLink(
                accountId: "42", classId: "\(number)", calendarId: "77", integrationId: integrationId,
                googleCalendarId: "\(number)@example.com", options: LinkOptions())
            try await console.store.save(link)
            try await console.store.ensure(
                Feed(accountId: "42", integrationId: integrationId, googleCalendarId: link.googleCalendarId))
        }
    }

    @Test func noPageReadsLinkByLink() async throws {
        let count = CountingDatabase.Count()
        try await RunningConsole.serving(wrapping: { CountingDatabase($0, count: count) }) { console in
            let keys = try #require(RunningConsole.keys)
            let id = Integration.id(accountId: "42", subject: "s")
            try await console.store.save(
                Integration(
                    accountId: "42", subject: "s", email: "host@example.com", scopes: [],
                    connectedAt: RunningConsole.now,
                    sealedRefreshToken: try keys.seal("r", context: id)))
            let browser = try await Browser(console, .operator)
            let paths = [
                Browser.path(""), Browser.path("/integrations"), Browser.path("/calendars"),
                Browser.path("/calendars/77"), Browser.path("/integrations/\(id)/disconnect"), "/console/accounts",
            ]
            func statements(_ path: String) async throws -> Int {
                let before = count.statements
                #expect(try await browser.get(path).status == 200, "\(path)")
                return count.statements - before
            }
            try await link(100..<102, of: id, console)
            var few: [String: Int] = [:]
            for path in paths { few[path] = try await statements(path) }
            try await link(102..<140, of: id, console)
            for path in paths {
                #expect(try await statements(path) == few[path], "\(path)")
            }
            for path in ["classes", "status"] {
                let before = count.statements
                #expect(try await console.call(.get, path).status == 200)
                #expect(count.statements - before < 15, "\(path)")
            }
            let page = try await browser.page("/calendars/77")
            #expect(page.all("section").count == 40)
        }
    }
}
