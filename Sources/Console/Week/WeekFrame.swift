import CalendarSync
import Foundation

/// Which week, in which zone. Days are from midnight to midnight there: 23 or 25 hours where the clock changes.
struct WeekFrame: Sendable {
    /// Nobody looks further.
    private static let furthest: TimeInterval = 2 * 366 * 86_400

    let calendar: Calendar
    /// Monday, 0:00.
    let start: Date
    let isCurrent: Bool

    /// - Parameter date: `YYYY-MM-DD`, any day of the week; this week where it is none that can be shown.
    init(_ date: String?, in zone: TimeZone, now: Date) {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = zone
        self.calendar = calendar
        let current = Self.monday(of: now, calendar)
        let asked = date.flatMap { LocalDateTime(midnightOf: $0) }.map { zone.instant(of: $0).instant }
        let isShown = asked.map { abs($0.timeIntervalSince(now)) < Self.furthest } ?? false
        start = isShown ? Self.monday(of: asked ?? now, calendar) : current
        isCurrent = start == current
    }

    var end: Date { day(7) }

    var days: [DateInterval] { (0..<7).map { DateInterval(start: day($0), end: day($0 + 1)) } }

    /// The day a week before or after the first one, for an address.
    func monday(weeks: Int) -> String { TimeWords.date(day(7 * weeks), in: calendar.timeZone) }

    private func day(_ number: Int) -> Date { calendar.date(byAdding: .day, value: number, to: start) ?? start }

    private static func monday(of date: Date, _ calendar: Calendar) -> Date {
        calendar.dateInterval(of: .weekOfYear, for: date)?.start ?? date
    }
}
