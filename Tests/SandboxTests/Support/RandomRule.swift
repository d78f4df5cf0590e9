@testable import Sandbox

/// Recurrence rules with every part that Google accepts.
enum RandomRule {
    private static let weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]

    /// - Parameters:
    ///   - untilDays: where a last day is chosen from.
    ///   - isAllDay: UNTIL is then a date (RFC 5545 §3.3.10).
    static func make(
        _ random: SeededRandom, untilDays: Range<Int> = 20_400..<22_900, isAllDay: Bool = false
    ) -> String {
        let frequency = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"][random.below(4)]
        var parts = ["FREQ=" + frequency]
        if random.below(2) == 0 { parts.append("INTERVAL=\(1 + random.below(4))") }
        switch random.below(3) {
        case 0: parts.append("COUNT=\(1 + random.below(40))")
        case 1:
            let last = CivilDate(dayNumber: untilDays.lowerBound + random.below(untilDays.count)).basicText
            parts.append("UNTIL=\(last)" + (isAllDay ? "" : "T120000Z"))
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
