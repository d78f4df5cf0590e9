import CalendarSync
import Foundation

/// Times and spans as people read them.
enum TimeWords {
    /// `12 s`, `4 min`, `3 h`, `2 days`.
    static func span(_ seconds: TimeInterval) -> String {
        switch max(0, Int(seconds)) {
        case let seconds where seconds < 120: "\(seconds) s"
        case let seconds where seconds < 7_200: "\(seconds / 60) min"
        case let seconds where seconds < 172_800: "\(seconds / 3_600) h"
        case let seconds: "\(seconds / 86_400) days"
        }
    }

    /// `2026-12-01`, for addresses and machines.
    static func date(_ date: Date, in zone: TimeZone) -> String {
        words(date, "\(year: .padded(4))-\(month: .twoDigits)-\(day: .twoDigits)", in: zone)
    }

    /// `1 Dec 2026`
    static func day(_ date: Date, in zone: TimeZone) -> String {
        words(date, "\(day: .defaultDigits) \(month: .abbreviated) \(year: .defaultDigits)", in: zone)
    }

    /// `08:15`
    static func time(_ date: Date, in zone: TimeZone) -> String {
        words(
            date, "\(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits)", in: zone)
    }

    /// `1 Dec 2026, 08:15`, in UTC unless another zone is meant.
    static func text(_ date: Date, in zone: TimeZone = .gmt) -> String {
        "\(day(date, in: zone)), \(time(date, in: zone))"
    }

    /// `Tue 1 Dec 2026, 08:15 – 09:15`, with the day of the end where it is another; `Tue 1 Dec 2026, all day`.
    static func text(_ interval: BusyInterval, in zone: TimeZone) -> String {
        let first = weekday(interval.startsAt, in: zone)
        // The end is exclusive: what ends at midnight has its last moment the day before.
        let last = weekday(max(interval.startsAt, interval.endsAt.addingTimeInterval(-1)), in: zone)
        if interval.allDay { return (first == last ? first : "\(first) – \(last)") + ", all day" }
        let end = weekday(interval.endsAt, in: zone)
        return "\(first), \(time(interval.startsAt, in: zone)) – "
            + (first == end ? "" : "\(end), ") + time(interval.endsAt, in: zone)
    }

    /// For a `<time>` element.
    static func values(_ date: Date) -> [String: Any] {
        ["machine": date.rfc3339, "text": text(date) + " UTC"]
    }

    private static func weekday(_ date: Date, in zone: TimeZone) -> String {
        words(date, "\(weekday: .abbreviated) ", in: zone) + day(date, in: zone)
    }

    private static func words(_ date: Date, _ format: Date.FormatString, in zone: TimeZone) -> String {
        date.formatted(
            Date.VerbatimFormatStyle(
                format: format, locale: Locale(identifier: "en_US_POSIX"), timeZone: zone,
                calendar: Calendar(identifier: .gregorian)))
    }
}
