import Foundation
import Testing

@testable import Sandbox

/// Random rules, expanded here and by python-dateutil, must give the same lists.
@Suite struct RecurrenceCrossCheckTests {
    private static let zones = ["UTC", "America/Denver", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata"]
    private static let weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]

    @Test(
        .enabled(
            if: PythonScript.interpreter != nil,
            "CALSYNC_TEST_PYTHON does not name a Python interpreter with python-dateutil"))
    func fourHundredRandomRulesAgreeWithDateutil() async throws {
        let random = SeededRandom(seed: 20_261_122)
        var cases: [JSONValue] = []
        for _ in 0..<400 {
            let rule = Self.rule(random)
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

    private static func rule(_ random: SeededRandom) -> String {
        let frequency = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"][random.below(4)]
        var parts = ["FREQ=" + frequency]
        if random.below(2) == 0 { parts.append("INTERVAL=\(1 + random.below(4))") }
        switch random.below(3) {
        case 0: parts.append("COUNT=\(1 + random.below(40))")
        case 1: parts.append("UNTIL=\(CivilDate(dayNumber: 20_400 + random.below(2500)).basicText)T120000Z")
        default: break
        }
        if random.below(3) == 0 { parts.append("WKST=" + ["SU", "MO", "WE"][random.below(3)]) }
        if random.below(4) == 0 { parts.append("BYMONTH=" + numbers(random, 12)) }
        switch frequency {
        case "DAILY":
            if random.below(3) == 0 { parts.append("BYDAY=" + days(random)) }
            if random.below(4) == 0 { parts.append("BYMONTHDAY=" + signed(random, 31)) }
        case "WEEKLY":
            if random.below(2) == 0 { parts.append("BYDAY=" + days(random)) }
            if random.below(5) == 0 {
                parts.removeAll { $0.hasPrefix("WKST") }
                parts.append("BYSETPOS=" + signed(random, 3))
            }
        case "MONTHLY":
            switch random.below(4) {
            case 0: parts.append("BYDAY=" + ordinals(random, 4))
            case 1: parts.append("BYMONTHDAY=" + signed(random, 31))
            case 2: parts += ["BYDAY=" + days(random), "BYSETPOS=" + signed(random, 4)]
            default: break
            }
        default:
            switch random.below(6) {
            case 0: parts.append("BYDAY=" + ordinals(random, 5))
            case 1: parts.append("BYMONTHDAY=" + signed(random, 31))
            case 2: parts.append("BYYEARDAY=" + signed(random, 366))
            case 3: parts += ["BYWEEKNO=" + numbers(random, 52), "BYDAY=" + days(random)]
            case 4: parts += ["BYDAY=" + days(random), "BYSETPOS=" + signed(random, 20)]
            default: break
            }
        }
        return parts.joined(separator: ";")
    }

    private static func numbers(_ random: SeededRandom, _ limit: Int) -> String {
        Set((0...random.below(3)).map { _ in 1 + random.below(limit) }).sorted().map(String.init)
            .joined(separator: ",")
    }

    private static func signed(_ random: SeededRandom, _ limit: Int) -> String {
        Set((0...random.below(3)).map { _ in (1 + random.below(limit)) * (random.below(3) == 0 ? -1 : 1) }).sorted()
            .map(String.init).joined(separator: ",")
    }

    private static func days(_ random: SeededRandom) -> String {
        Set((0...random.below(3)).map { _ in weekdays[random.below(7)] }).sorted().joined(separator: ",")
    }

    private static func ordinals(_ random: SeededRandom, _ limit: Int) -> String {
        Set(
            (0...random.below(2)).map { _ in
                "\((1 + random.below(limit)) * (random.below(2) == 0 ? -1 : 1))" + weekdays[random.below(7)]
            }
        ).sorted().joined(separator: ",")
    }
}
