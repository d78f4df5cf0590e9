import Foundation
import Testing

@testable import Sandbox

/// Whole calendars, expanded here and by recurring-ical-events, must have the same instances and the same busy times:
/// series with listed and excluded dates, with moved, freed and deleted instances, of whole days and in odd zones.
@Suite(.timeLimit(.minutes(3))) struct CalendarCrossCheckTests {
    private static let count = 400

    @Test(
        .enabled(
            if: PythonScript.interpreter != nil,
            "CALSYNC_TEST_PYTHON does not name a Python interpreter with recurring-ical-events"))
    func fourHundredRandomCalendarsAgreeWithRecurringICalEvents() async throws {
        let given = ProcessInfo.processInfo.environment["CALSYNC_TEST_SEED"].flatMap { Int($0) }
        let seeds = given.map { $0..<$0 + 1 } ?? 1_000..<1_000 + Self.count
        try await RunningSandbox.with { sandbox in
            var cases: [JSONValue] = []
            for seed in seeds {
                var calendar = RandomCalendar(seed: seed)
                try await calendar.plant(in: sandbox)
                cases.append(try await observed(calendar, seed: seed, in: sandbox))
            }
            let file = FileManager.default.temporaryDirectory.appending(path: "calendars-\(UUID().uuidString).json")
            try Data(JSONWriter.write(.array(cases))).write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            let outcome = try await PythonScript.run("calendar_check.py", arguments: [file.path])
            let agrees = outcome.status == 0 && outcome.output.contains("\(seeds.count) calendars agree")
            #expect(agrees, "CALSYNC_TEST_SEED repeats one of them. \(outcome.output)")
        }
    }

    /// What the sandbox says of the calendar, with the text it was made from.
    private func observed(_ calendar: RandomCalendar, seed: Int, in sandbox: RunningSandbox) async throws -> JSONValue {
        let path = "calendars/\(PercentEncoding.encode(calendar.id))/events"
        let from = RFC3339.text(calendar.window.lowerBound, offset: 0)
        let to = RFC3339.text(calendar.window.upperBound, offset: 0)
        let bounds = "timeMin=\(from)&timeMax=\(to)&maxResults=2500"
        var instances: [JSONValue] = []
        for id in calendar.seriesIds {
            let listed = try await sandbox.call("GET", path + "/\(id)/instances?\(bounds)")
            try #require(listed.status == 200 && listed["nextPageToken"] == nil, "\(listed.text)")
            instances += (listed["items"]?.array ?? []).map { item in
                [
                    .string(id), item.object?["start"] ?? .null, item.object?["end"] ?? .null,
                ]
            }
        }
        let busy = try await sandbox.call(
            "POST", "freeBusy",
            ["timeMin": .string(from), "timeMax": .string(to), "items": [["id": .string(calendar.id)]]])
        return [
            "seed": .integer(seed), "zone": .string(calendar.zoneName), "ics": .string(calendar.text),
            "from": .integer(calendar.window.lowerBound), "to": .integer(calendar.window.upperBound),
            "instances": .array(instances), "busy": busy["calendars", calendar.id, "busy"] ?? .null,
        ]
    }
}
