import Foundation
import Testing

@testable import Sandbox

/// Random rules, expanded here and by python-dateutil, must give the same lists.
@Suite struct RecurrenceCrossCheckTests {
    private static let zones = ["UTC", "America/Denver", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata"]

    @Test(
        .enabled(
            if: PythonScript.interpreter != nil,
            "CALSYNC_TEST_PYTHON does not name a Python interpreter with python-dateutil"))
    func fourHundredRandomRulesAgreeWithDateutil() async throws {
        let random = SeededRandom(seed: 20_261_122)
        var cases: [JSONValue] = []
        for _ in 0..<400 {
            let rule = RandomRule.make(random)
            let zoneName = Self.zones[random.below(Self.zones.count)]
            let zone = try #require(Zone(zoneName))
            let firstDay = 20_000 + random.below(1500)
            // dateutil begins the first week of a weekly BYSETPOS at the start, the RFC at the week: only start on Mondays.
            let isWeeklyPosition = rule.contains("WEEKLY") && rule.contains("BYSETPOS")
            let day = isWeeklyPosition ? firstDay - CivilDate.weekday(ofDay: firstDay) : firstDay
            let first = LocalDateTime(dayNumber: day, secondOfDay: random.below(48) * 1800)
            let set = try #require(RecurrenceSet(lines: ["RRULE:" + rule]), "\(rule)")
            let end = zone.instant(of: LocalDateTime(dayNumber: day + 3000))
            cases.append([
                "rule": .string(rule), "start": .string(first.text), "zone": .string(zoneName),
                "before": .integer(end),
                "instants": .array(set.instants(first: first, zone: zone, before: end).map { .integer($0) }),
            ])
        }
        let file = FileManager.default.temporaryDirectory.appending(path: "recurrence-\(UUID().uuidString).json")
        try Data(JSONWriter.write(.array(cases))).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let outcome = try await PythonScript.run("recurrence_check.py", arguments: [file.path])
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.output.contains("400 rules agree"))
    }
}
