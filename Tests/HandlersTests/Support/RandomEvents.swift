import CalendarSync
import Foundation
import TestSupport

/// Events as people have them in their calendars, and as hardly anybody does.
struct RandomEvents {
    /// Stands in every title, description and place, and may stand nowhere else.
    static let canary = "Quetzalcoatlus"
    /// Zones whose clocks jump by half an hour, at 2:45, backwards in Ramadan, and at midnight.
    static let zones = [
        "Australia/Lord_Howe", "Pacific/Chatham", "Africa/Casablanca", "America/New_York", "America/Santiago",
        "Asia/Beirut", "Africa/Cairo", "Asia/Kathmandu", "Pacific/Apia", "Asia/Kolkata", "America/St_Johns",
        "Europe/Dublin", "UTC",
    ]
    private static let day = 86_400

    let calendar: String
    let timeZone: String
    let plan: TrialPlan
    /// Seconds since 1970.
    let now: Int

    typealias Body = [String: any Sendable]

    /// An event of any kind.
    func any(_ random: inout SeededGenerator) -> Body {
        switch Int.random(in: 0..<20, using: &random) {
        case 0: return birthday(&random)
        case 1 where plan.isPrimary:
            var event = titled(times(start: start(&random), length: length(&random), &random))
            event["eventType"] = ["outOfOffice", "focusTime", "workingLocation"].randomElement(using: &random) ?? ""
            return event
        case 2...8: return plain(repeats: !plan.losesMuch, &random)
        default: return plain(repeats: plan.isFullOfSeries, &random)
        }
    }

    /// An event of the default kind, so that any other can be put in its place.
    func plain(repeats: Bool, _ random: inout SeededGenerator) -> Body {
        let isAllDay = Int.random(in: 0..<4, using: &random) == 0
        var start = repeats ? seriesStart(&random) : start(&random)
        var length = isAllDay ? Int.random(in: 1...4, using: &random) * Self.day : length(&random)
        if !repeats, Int.random(in: 0..<15, using: &random) == 0 {
            // Goes on now, for days.
            start = now / 900 * 900 - Int.random(in: 1...40, using: &random) * 3_600
            length = Int.random(in: 2...6, using: &random) * Self.day
        }
        var event = titled(
            isAllDay ? days(start: start, length: length) : times(start: start, length: length, &random))
        if repeats { event["recurrence"] = recurrence(start: start, isAllDay: isAllDay, &random) }
        if Int.random(in: 0..<10, using: &random) == 0 { event["transparency"] = "transparent" }
        if Int.random(in: 0..<10, using: &random) == 0 { event["status"] = "tentative" }
        if Int.random(in: 0..<10, using: &random) == 0 { event["visibility"] = "private" }
        if Int.random(in: 0..<4, using: &random) == 0 { event["attendees"] = guests(&random) }
        // Late, so that not everything else is in it.
        if !repeats, start > now + 300 * Self.day, Int.random(in: 0..<4, using: &random) == 0 {
            event["end"] = isAllDay ? ["date": "9999-12-31"] : ["dateTime": "9999-12-30T00:00:00Z", "timeZone": "UTC"]
        }
        return event
    }

    /// Start and end of an event elsewhere, of the kind that `old` is.
    func elsewhere(than old: [String: String], _ random: inout SeededGenerator) -> Body {
        old["date"] == nil
            ? times(start: start(&random), length: length(&random), &random)
            : days(start: start(&random), length: Self.day * Int.random(in: 1...3, using: &random))
    }

    /// The calendar's own answer to an invitation, and another guest's.
    func guests(_ random: inout SeededGenerator) -> [[String: String]] {
        ["guest@example.org", plan.isSharedSparingly ? "other@example.org" : calendar].map { email in
            let answers = ["needsAction", "declined", "tentative", "accepted"]
            return ["email": email, "responseStatus": answers.randomElement(using: &random) ?? ""]
        }
    }

    private func titled(_ event: Body) -> Body {
        event.merging(
            ["summary": Self.canary, "description": "<b>\(Self.canary)</b>", "location": Self.canary]
        ) { old, _ in old }
    }

    private func birthday(_ random: inout SeededGenerator) -> Body {
        var event = titled(days(start: start(&random), length: Self.day))
        event["eventType"] = "birthday"
        event["visibility"] = "private"
        event["transparency"] = "transparent"
        event["recurrence"] = ["RRULE:FREQ=YEARLY"]
        return event
    }

    // MARK: Times

    /// Over, in progress, soon, some day, or about where the year that counts ends.
    private func start(_ random: inout SeededGenerator) -> Int {
        let days =
            switch Int.random(in: 0..<10, using: &random) {
            case 0: -10...(-1)
            case 1: -1...0
            case 2...5: 0...20
            case 6...8: 20...360
            default: 360...380
            }
        let quarters = Int.random(in: days.lowerBound * 96...days.upperBound * 96, using: &random)
        return now / 900 * 900 + quarters * 900
    }

    private func seriesStart(_ random: inout SeededGenerator) -> Int {
        now / 900 * 900 + Int.random(in: -200 * 96...200 * 96, using: &random) * 900
    }

    private func length(_ random: inout SeededGenerator) -> Int {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: 0
        case 1: Int.random(in: 20...120, using: &random) * 3_600
        default: Int.random(in: 1...16, using: &random) * 900
        }
    }

    /// The times of an event on another zone's clock.
    func times(start: Int, length: Int, _ random: inout SeededGenerator) -> Body {
        let zone = Bool.random(using: &random) ? timeZone : Self.zones.randomElement(using: &random) ?? timeZone
        return [
            "start": ["dateTime": Self.wall(start) + "Z", "timeZone": zone],
            "end": ["dateTime": Self.wall(start + length) + "Z", "timeZone": zone],
        ]
    }

    private func days(start: Int, length: Int) -> Body {
        [
            "start": ["date": String(Self.wall(start).prefix(10))],
            "end": ["date": String(Self.wall(start + length).prefix(10))],
        ]
    }

    // MARK: Series

    private func recurrence(start: Int, isAllDay: Bool, _ random: inout SeededGenerator) -> [String] {
        let interval = Int.random(in: 1...3, using: &random)
        let week = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].shuffled(using: &random)
        var rule =
            switch Int.random(in: (plan.isFullOfSeries ? 4 : 0)..<8, using: &random) {
            case 0, 1: "FREQ=DAILY;INTERVAL=\(interval * 5)"
            case 2: "FREQ=WEEKLY;INTERVAL=\(interval)"
            case 3: "FREQ=WEEKLY;INTERVAL=\(interval + 1);BYDAY=\(week[0]),\(week[1])"
            case 4: "FREQ=MONTHLY;INTERVAL=\(interval)"
            case 5: "FREQ=MONTHLY;BYDAY=\([-1, 1, 2, 5].randomElement(using: &random) ?? 1)\(week[0])"
            case 6: "FREQ=MONTHLY;BYMONTHDAY=31"
            default: "FREQ=YEARLY"
            }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: rule += ";COUNT=\(Int.random(in: 1...15, using: &random))"
        case 1: rule += Self.until(start + Int.random(in: 0...400, using: &random) * Self.day, isAllDay: isAllDay)
        default: break
        }
        var lines = ["RRULE:" + rule]
        // Often a start that the rule has, often one that it has not.
        let shift = Int.random(in: 0...8, using: &random) * 5 * Self.day
        if Int.random(in: 0..<5, using: &random) == 0 { lines.append(Self.dates("EXDATE", start + shift, isAllDay)) }
        if Int.random(in: 0..<5, using: &random) == 0 {
            lines.append(Self.dates("RDATE", self.start(&random), isAllDay))
        }
        return lines
    }

    /// A rule's end, the instant included.
    static func until(_ last: Int, isAllDay: Bool) -> String { ";UNTIL=" + basic(last, isAllDay) }

    private static func dates(_ name: String, _ start: Int, _ isAllDay: Bool) -> String {
        name + (isAllDay ? ";VALUE=DATE:" : ":") + basic(start, isAllDay)
    }

    private static func basic(_ seconds: Int, _ isAllDay: Bool) -> String {
        let text = wall(seconds).replacing("-", with: "").replacing(":", with: "")
        return isAllDay ? String(text.prefix(8)) : text + "Z"
    }

    /// `YYYY-MM-DDTHH:MM:SS` of a clock that shows UTC.
    static func wall(_ seconds: Int) -> String {
        String(Date(timeIntervalSince1970: TimeInterval(seconds)).rfc3339.prefix(19))
    }
}
