import CalendarSync
import Foundation
import OutboundHTTP
import Testing

@testable import Console

/// What has lately happened, by the API and on a link's page.
@Suite(.timeLimit(.minutes(1))) struct ActivityTests {
    private static func entry(
        _ number: Int, classId: String? = "310", occasion: ActivityEntry.Occasion = .booking,
        outcome: SyncResult.Outcome = .succeeded, reason: SyncResult.Reason? = nil,
        _ changes: [(SyncEffect.Kind, Int)] = [(.mirrorUpdated, 1)]
    ) -> ActivityEntry {
        ActivityEntry(
            id: "r\(1_000 + number)", accountId: "42", classId: classId, subscriptionId: "9001", occasion: occasion,
            outcome: outcome, reason: reason,
            changes: changes.map {
                .init(
                    kind: $0.0, target: .google, calendarId: "host@example.com", count: $0.1, latencyMilliseconds: 112)
            }, at: RunningConsole.now.addingTimeInterval(TimeInterval(number)))
    }

    private func linked(_ test: (RunningConsole) async throws -> Void) async throws {
        try await RunningConsole.connected { console, integration in
            _ = try await console.call(.put, "classes/310/link", RunningConsole.linkBody(integration))
            try await test(console)
        }
    }

    @Test func pagesFollowEachOtherToTheLast() async throws {
        try await linked { console in
            try await console.store.record(
                (0..<120).map { Self.entry($0) } + [Self.entry(500, classId: "311")], now: RunningConsole.now)
            var ids: [String] = []
            var path = "activity?classId=310&limit=50"
            var pages = 0
            while true {
                let page = try await console.call(.get, path)
                #expect(page.status == 200)
                ids += page.list("activity").compactMap { $0["id"] as? String }
                pages += 1
                guard let next = page["next"] as? String else { break }
                path = "activity?classId=310&limit=50&from=\(next)"
            }
            #expect(pages == 3)
            #expect(ids == (0..<120).reversed().map { "r\(1_000 + $0)" })
            #expect(try await console.call(.get, "activity").list("activity").first?["classId"] as? String == "311")
            #expect(try await console.call(.get, "activity", account: "43").list("activity").isEmpty)
        }
    }

    @Test func everyKeyIsThere() async throws {
        try await linked { console in
            try await console.store.record([Self.entry(1, classId: nil)], now: RunningConsole.now)
            let entry = try #require(try await console.call(.get, "activity").list("activity").first)
            #expect(
                Set(entry.keys) == [
                    "id", "classId", "subscriptionId", "feedId", "occasion", "outcome", "reason", "changes",
                    "omittedChanges", "notes", "text", "at",
                ])
            #expect(entry["classId"] is NSNull && entry["feedId"] is NSNull && entry["reason"] is NSNull)
            #expect(entry["text"] as? String == "Booking changed: event updated in host@example.com · 112 ms")
        }
    }

    @Test(arguments: [("limit=0", "limit"), ("limit=201", "limit"), ("limit=x", "limit"), ("from=yesterday", "from")])
    func whatCannotBeAskedIsRefusedByName(query: String, field: String) async throws {
        try await linked { console in
            let answer = try await console.call(.get, "activity?\(query)")
            #expect(answer.status == 422 && answer.errorField == field)
        }
    }

    @Test func sentencesSayWhatHasHappened() {
        func sentence(
            _ occasion: ActivityEntry.Occasion, _ changes: [(SyncEffect.Kind, Int)],
            _ outcome: SyncResult.Outcome = .succeeded, _ reason: SyncResult.Reason? = nil
        ) -> String {
            ActivityWords.sentence(Self.entry(0, occasion: occasion, outcome: outcome, reason: reason, changes))
        }
        #expect(
            sentence(.booking, [(.mirrorInserted, 1)]) == "Booking made: event written in host@example.com · 112 ms")
        #expect(
            sentence(.booking, [(.mirrorDeleted, 2)])
                == "Booking taken back: 2 events removed from host@example.com · 112 ms")
        #expect(
            sentence(.calendar, [(.blockWritten, 3), (.blockRemoved, 1)])
                == "Google calendar read: 3 busy times written, busy time removed · 112 ms")
        #expect(
            sentence(.calendar, [(.blockWritten, 1)], .succeeded, .brake)
                == "Google calendar read: busy time written; a mass removal waits for an answer · 112 ms")
        #expect(
            sentence(.booking, [], .parked, .reconnectNeeded)
                == "Booking: waits until the Google account is connected again")
        #expect(sentence(.booking, [], .skipped, .paused) == "Booking: remembered, as the link is paused")
        #expect(
            sentence(.command, [(.mirrorDiverged, 1)])
                == "Changed in Google by its host: event moved or deleted in host@example.com · 112 ms")
    }

    @Test func theLinksPageShowsTheNewest() async throws {
        try await linked { console in
            let browser = try await Browser(console)
            let empty = try await browser.page("/classes/310")
            #expect(empty.all("p").contains { $0.text == "Nothing has happened in the last 30 days." })
            try await console.store.record((0..<12).map { Self.entry($0) }, now: RunningConsole.now)
            let lines = try await browser.page("/classes/310").all("li").filter { $0.text.contains("event updated") }
            #expect(lines.count == 10)
            #expect(lines.first?.text.hasPrefix("Booking changed: event updated in host@example.com · 112 ms") == true)
        }
    }
}
