public import Foundation

/// An event's start or end: a whole day, or a moment. Google sends one of `date` and `dateTime`.
public struct GoogleEventTime: Codable, Sendable, Hashable {
    /// `yyyy-mm-dd`; as an end it is exclusive. A day floats: which moments it spans depends on the calendar's zone.
    public var date: String?
    /// RFC 3339 with offset.
    public var dateTime: String?
    /// IANA name. The zone in which a series repeats.
    public var timeZone: String?

    public init(date: String? = nil, dateTime: String? = nil, timeZone: String? = nil) {
        self.date = date
        self.dateTime = dateTime
        self.timeZone = timeZone
    }

    /// A whole day, `yyyy-mm-dd`.
    public static func day(_ date: String) -> Self {
        Self(date: date)
    }

    /// A moment, in whole seconds, shown in an IANA zone.
    public static func moment(_ instant: Date, timeZone: String) -> Self {
        Self(dateTime: RFC3339.format(instant), timeZone: timeZone)
    }

    public var isAllDay: Bool { date != nil }

    /// The moment; `nil` for a whole day.
    public var instant: Date? { dateTime.flatMap(RFC3339.parse) }
}
