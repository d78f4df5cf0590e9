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

    /// `1 Dec 2026, 08:15`, in UTC unless another zone is meant.
    static func text(_ date: Date, in zone: TimeZone = .gmt) -> String {
        date.formatted(
            Date.VerbatimFormatStyle(
                format: "\(day: .defaultDigits) \(month: .abbreviated) \(year: .defaultDigits), \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits)",
                locale: Locale(identifier: "en_US"), timeZone: zone, calendar: Calendar(identifier: .gregorian)))
    }

    /// For a `<time>` element.
    static func values(_ date: Date) -> [String: Any] {
        ["machine": date.rfc3339, "text": text(date) + " UTC"]
    }
}
