import Foundation

/// Seven days from a Monday on, and what is known of each: times only.
struct Week: Sendable {
    enum Kind: String, Sendable {
        case booked, mirrored, busy
    }

    struct Entry: Hashable, Sendable {
        let kind: Kind
        let startsAt: Date
        /// Nil: not known.
        let endsAt: Date?
        let isAllDay: Bool
        /// What is not as it should be; empty where all is.
        let remark: String
    }

    struct Day: Sendable {
        let interval: DateInterval
        /// Those that take place on it, in the order in which they begin.
        let entries: [Entry]
    }

    let zone: TimeZone
    let days: [Day]

    init(_ frame: WeekFrame, _ entries: [Entry]) {
        zone = frame.calendar.timeZone
        days = frame.days.map { day in
            Day(
                interval: day,
                entries: entries.filter { entry in
                    entry.startsAt < day.end && (entry.endsAt.map { $0 > day.start } ?? (entry.startsAt >= day.start))
                }.sorted { ($0.startsAt, $0.kind.rawValue) < ($1.startsAt, $1.kind.rawValue) })
        }
    }
}
