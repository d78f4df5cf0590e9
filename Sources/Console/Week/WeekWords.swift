import CalendarSync
import Foundation

/// A week as the link's page shows it.
enum WeekWords {
    /// - Parameter path: the link's page.
    static func values(_ week: Week, _ frame: WeekFrame, path: String) -> [String: Any] {
        [
            "zone": frame.calendar.timeZone.identifier,
            "first": TimeWords.day(frame.start, in: week.zone), "isCurrent": frame.isCurrent,
            "previous": "\(path)?week=\(frame.monday(weeks: -1))#week",
            "current": "\(path)#week", "next": "\(path)?week=\(frame.monday(weeks: 1))#week",
            "days": zip(week.days, names).map { day, name -> [String: Any] in
                [
                    "name": name, "date": TimeWords.date(day.interval.start, in: week.zone),
                    "day": TimeWords.day(day.interval.start, in: week.zone),
                    "isFree": day.entries.isEmpty,
                    "entries": day.entries.map { entry -> [String: Any] in
                        [
                            "kind": entry.kind.rawValue, "label": label(entry.kind),
                            "time": time(entry, on: day.interval, in: week.zone),
                            "remarks": entry.remark.isEmpty ? [] : [["text": entry.remark]],
                        ]
                    },
                ]
            },
        ]
    }

    private static let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    private static func label(_ kind: Week.Kind) -> String {
        switch kind {
        case .booked: "Booked"
        case .mirrored: "In Google"
        case .busy: "Busy"
        }
    }

    /// What of it falls on the day.
    private static func time(_ entry: Week.Entry, on day: DateInterval, in zone: TimeZone) -> String {
        func clock(_ date: Date) -> String { TimeWords.time(date, in: zone) }
        guard let end = entry.endsAt else { return clock(entry.startsAt) }
        let begins = entry.startsAt >= day.start
        let ends = end <= day.end
        if entry.isAllDay || (entry.startsAt <= day.start && end >= day.end) { return "all day" }
        if !begins { return "until \(clock(end))" }
        if !ends { return "from \(clock(entry.startsAt))" }
        return "\(clock(entry.startsAt))–\(end == day.end ? "24:00" : clock(end))"
    }
}
