import Testing

@testable import Sandbox

@Suite struct FreeBusyTests {
    private func busy(_ sandbox: RunningSandbox, _ from: String, _ to: String) async throws -> [[String]] {
        let answer = try await sandbox.call(
            "POST", "freeBusy",
            ["timeMin": .string(from), "timeMax": .string(to), "items": [["id": "host@example.com"]]])
        let intervals = answer["calendars", "host@example.com", "busy"]?.array ?? []
        return intervals.map { [$0.object?.string("start") ?? "", $0.object?.string("end") ?? ""] }
    }

    @Test func onlyWhatGoogleCallsBusyCounts() async throws {
        try await RunningSandbox.with { sandbox in
            let bodies: [JSONObject] = [
                ["transparency": "transparent"], ["status": "cancelled"],
                ["attendees": [["email": "host@example.com", "responseStatus": "declined"]]],
                ["eventType": "workingLocation", "transparency": "opaque"],
            ]
            for more in bodies { #expect(try await sandbox.insert(Sample.hour(more: more)).status == 200) }
            #expect(try await busy(sandbox, "2026-12-11T00:00:00Z", "2026-12-12T00:00:00Z").isEmpty)
            _ = try await sandbox.insert(Sample.hour(more: ["status": "tentative"]))
            #expect(
                try await busy(sandbox, "2026-12-11T00:00:00Z", "2026-12-12T00:00:00Z")
                    == [["2026-12-11T16:00:00Z", "2026-12-11T17:00:00Z"]])
        }
    }

    @Test func intervalsAreMergedAndCutToTheRange() async throws {
        try await RunningSandbox.with { sandbox in
            for (start, end) in [("08", "10"), ("09", "11"), ("11", "12"), ("14", "18")] {
                _ = try await sandbox.insert(
                    Sample.timed("2026-12-11T\(start):00:00Z", "2026-12-11T\(end):00:00Z"))
            }
            #expect(
                try await busy(sandbox, "2026-12-11T09:30:00Z", "2026-12-11T15:00:00Z") == [
                    ["2026-12-11T09:30:00Z", "2026-12-11T12:00:00Z"],
                    ["2026-12-11T14:00:00Z", "2026-12-11T15:00:00Z"],
                ])
        }
    }

    @Test func seriesExceptionsAndWholeDaysCountInTheCalendarsZone() async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.insert(Sample.series("RRULE:FREQ=DAILY;COUNT=3", id: "series"))
            _ = try await sandbox.call("DELETE", "calendars/primary/events/series_20261027T150000Z")
            _ = try await sandbox.call(
                "PUT", "calendars/primary/events/series_20261028T150000Z",
                Sample.timed("2026-10-28T20:00:00Z", "2026-10-28T21:00:00Z"))
            _ = try await sandbox.insert(["start": ["date": "2026-11-01"], "end": ["date": "2026-11-02"]])
            #expect(
                try await busy(sandbox, "2026-10-26T00:00:00Z", "2026-11-05T00:00:00Z") == [
                    ["2026-10-26T15:00:00Z", "2026-10-26T15:30:00Z"],
                    ["2026-10-28T20:00:00Z", "2026-10-28T21:00:00Z"],
                    ["2026-11-01T06:00:00Z", "2026-11-02T07:00:00Z"],
                ])
        }
    }

    @Test func aFailureOfOneCalendarIsInsideTheAnswer() async throws {
        try await RunningSandbox.with { sandbox in
            let answer = try await sandbox.call(
                "POST", "freeBusy",
                [
                    "timeMin": "2026-12-11T00:00:00Z", "timeMax": "2026-12-12T00:00:00Z",
                    "items": [["id": "nobody@example.com"], ["id": "primary"]],
                ])
            #expect(answer.status == 200)
            #expect(answer["calendars", "nobody@example.com", "errors", "0", "reason"] == "notFound")
            #expect(answer["calendars", "primary", "busy"] == [])
            let empty = try await sandbox.call(
                "POST", "freeBusy",
                ["timeMin": "2026-12-11T00:00:00Z", "timeMax": "2026-12-11T00:00:00Z", "items": []])
            #expect(empty.status == 400 && empty.reason == "timeRangeEmpty")
        }
    }
}
