import CalendarSync
import Foundation
import Kartra
import OutboundHTTP
import Testing

@Suite struct KartraReadingTests {
    private let from = Date(timeIntervalSince1970: 1_797_004_800)
    private let to = Date(timeIntervalSince1970: 1_797_091_200)

    private func client(_ http: HTTPClient, _ baseURL: String) -> KartraBusyBlockClient {
        KartraBusyBlockClient(http: http, baseURL: baseURL, token: "secret-token", clock: TestClock())
    }

    private static func page(_ blockId: String, next: String?) -> ScriptedKartra.Answer {
        let token = next.map { "\"\($0)\"" } ?? "null"
        return .init(
            status: 200,
            body: """
                {"items":[{"blockId":"\(blockId)","startsAt":"2026-12-11T09:00:00-07:00",
                "endsAt":"2026-12-11T17:00:00Z","allDay":false,"timeZone":"America/Denver","origin":"google"}],
                "nextPageToken":\(token)}
                """)
    }

    @Test func blocksAreListedPageAfterPage() async throws {
        let script: @Sendable (ScriptedKartra.Call) async throws -> ScriptedKartra.Answer = { call in
            call.target.contains("pageToken") ? Self.page("b2", next: nil) : Self.page("b1", next: "a+b/=")
        }
        try await ScriptedKartra.run(script) { server, baseURL, http in
            let blocks = try await client(http, baseURL).listBlocks(
                calendarId: "77", classId: "310", from: from, to: to)
            #expect(blocks.map(\.blockId) == ["b1", "b2"])
            #expect(blocks[0].startsAt == from && blocks[0].endsAt == from.addingTimeInterval(3_600))
            #expect(blocks[0].timeZone == "America/Denver" && blocks[0].origin == "google" && !blocks[0].allDay)
            let first =
                "/v1/calendars/77/classes/310/busy-blocks?from=2026-12-11T16%3A00%3A00Z&to=2026-12-12T16%3A00%3A00Z"
            #expect(server.calls.map(\.target) == [first, first + "&pageToken=a%2Bb%2F%3D"])
            #expect(server.calls.allSatisfy { $0.method == "GET" && $0.authorization == "Bearer secret-token" })
        }
    }

    @Test func aListThatNeverEndsIsNotRead() async throws {
        try await ScriptedKartra.run({ _ in Self.page("b", next: "same") }) { server, baseURL, http in
            await #expect(throws: KartraError.unreadableAnswer) {
                try await client(http, baseURL).listBlocks(calendarId: "77", classId: "310", from: from, to: to)
            }
            #expect(server.calls.count == 2)
        }
    }

    @Test func failuresOfReadingAreTyped() async throws {
        for (status, failure) in [
            (401, KartraError.unauthorized(reason: "401")), (403, .refused(reason: "403")),
            (404, .refused(reason: "404")),
            (500, .transient(reason: "500", after: nil)), (200, .unreadableAnswer),
        ] {
            try await ScriptedKartra.run({ _ in .init(status: status) }) { _, baseURL, http in
                await #expect(throws: failure) {
                    try await client(http, baseURL).listBlocks(calendarId: "77", classId: "310", from: from, to: to)
                }
            }
        }
    }

    @Test func calendarsAreReadWithTheirClasses() async throws {
        let body = """
            {"calendars":[{"calendarId":77,"calendarName":"Coaching","extra":1,
            "classes":[{"classId":"310","className":"Strategy call"},{"classId":311,"className":""}]},
            {"calendarId":"78","calendarName":"Empty","classes":[]}]}
            """
        try await ScriptedKartra.run({ _ in .init(status: 200, body: body) }) { server, baseURL, http in
            let calendars = try #require(try await client(http, baseURL).calendars(accountId: "4/2"))
            #expect(calendars.map(\.calendarId) == ["77", "78"])
            #expect(calendars[0].calendarName == "Coaching")
            #expect(calendars[0].classes.map(\.classId) == ["310", "311"])
            #expect(calendars[0].classes.map(\.className) == ["Strategy call", ""])
            #expect(server.calls.map(\.target) == ["/v1/accounts/4%2F2/calendars"])
        }
    }

    @Test(arguments: [404, 501]) func aKartraWithoutTheListOfCalendarsIsNoFailure(status: Int) async throws {
        try await ScriptedKartra.run({ _ in .init(status: status) }) { _, baseURL, http in
            let calendars = try await client(http, baseURL).calendars(accountId: "42")
            #expect(calendars == nil)
        }
    }

    @Test func anyOtherFailureOfTheListIsOne() async throws {
        try await ScriptedKartra.run({ _ in .init(status: 403) }) { _, baseURL, http in
            await #expect(throws: KartraError.refused(reason: "403")) {
                try await client(http, baseURL).calendars(accountId: "42")
            }
        }
    }
}
