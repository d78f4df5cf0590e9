import CalendarSync
import Foundation
import OutboundHTTP
import Synchronization
import Testing

@testable import Console

/// Classes that Kartra tells of before the first booking.
@Suite(.timeLimit(.minutes(1))) struct OfferedClassesTests {
    private final class Kartra: OfferedClasses {
        struct Down: Error {}

        private let state = Mutex((calls: 0, isDown: false, offers: true))

        var calls: Int { state.withLock { $0.calls } }

        func fail(_ isDown: Bool) { state.withLock { $0.isDown = isDown } }

        func offer(_ offers: Bool) { state.withLock { $0.offers = offers } }

        func classes(accountId: String) async throws -> [KnownClass]? {
            let now = state.withLock { state in
                state.calls += 1
                return state
            }
            if now.isDown { throw Down() }
            if !now.offers { return nil }
            return [("310", "Strategy call"), ("311", "Group session")].map {
                KnownClass(
                    accountId: accountId, calendarId: "77", calendarName: "Coaching", classId: $0.0, className: $0.1)
            }
        }
    }

    private func names(_ console: RunningConsole) async throws -> [String] {
        try await console.call(.get, "classes").list("classes").compactMap { $0["className"] as? String }
    }

    @Test func theyCanBeLinkedAndAreCalledByTheirNames() async throws {
        try await RunningConsole.serving(offered: Kartra()) { console in
            // One that only a booking has named stays, and an old name gives way.
            for (id, name) in [("310", "Old name"), ("9", "Retired class")] {
                try await console.store.note(
                    KnownClass(
                        accountId: "42", calendarId: "77", calendarName: "Coaching", classId: id, className: name))
            }
            #expect(try await names(console) == ["Group session", "Retired class", "Strategy call"])
            let browser = try await Browser(console)
            #expect(try await browser.page("/calendars").all("a").contains { $0.text == "Coaching" })
            let calendar = try await browser.page("/calendars/77")
            #expect(calendar.all("h3").map(\.text) == ["Group session", "Retired class", "Strategy call"])
            let automation = try await browser.page("/calendars/77/classes/311")
            #expect(automation.all("h1").first?.text == "Automation: Group session")
        }
    }

    @Test func kartraIsAskedOnceAMinute() async throws {
        let kartra = Kartra()
        let time = Mutex(RunningConsole.now)
        let directory = ClassDirectory(source: kartra, now: { time.withLock { $0 } })
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 { group.addTask { await directory.classes(accountId: "42").count } }
            for try await count in group { #expect(count == 2) }
        }
        #expect(kartra.calls == 1)
        _ = await directory.classes(accountId: "43")
        #expect(kartra.calls == 2)
        time.withLock { $0 += ClassDirectory.lifetime + 1 }
        _ = await directory.classes(accountId: "42")
        #expect(kartra.calls == 3)
    }

    @Test func aKartraThatFailsKeepsWhatItSaidAndHoldsUpNobody() async throws {
        let kartra = Kartra()
        let time = Mutex(RunningConsole.now)
        let directory = ClassDirectory(source: kartra, now: { time.withLock { $0 } })
        #expect(await directory.classes(accountId: "42").count == 2)
        kartra.fail(true)
        time.withLock { $0 += ClassDirectory.lifetime + 1 }
        #expect(await directory.classes(accountId: "42").count == 2)
        #expect(await directory.classes(accountId: "42").count == 2)
        #expect(kartra.calls == 2, "not asked again at once")
        #expect(await directory.classes(accountId: "43").isEmpty)
    }

    @Test func whereKartraDoesNotOfferThemBookingsNameThem() async throws {
        let kartra = Kartra()
        kartra.offer(false)
        try await RunningConsole.serving(offered: kartra) { console in
            #expect(try await names(console).isEmpty)
            try await console.store.note(
                KnownClass(
                    accountId: "42", calendarId: "77", calendarName: "Coaching", classId: "310", className: "Old name"))
            #expect(try await names(console) == ["Old name"])
        }
    }
}
