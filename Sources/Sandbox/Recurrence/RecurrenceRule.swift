/// One RRULE of RFC 5545 §3.3.10 with the parts Google Calendar accepts: no frequency finer than a day.
struct RecurrenceRule: Sendable, Equatable {
    enum Frequency: String, Sendable {
        case daily = "DAILY"
        case weekly = "WEEKLY"
        case monthly = "MONTHLY"
        case yearly = "YEARLY"
    }

    struct WeekdayPosition: Sendable, Equatable {
        /// `nil` means every such weekday; negative counts from the end.
        let ordinal: Int?
        /// 0 is Monday.
        let weekday: Int
    }

    enum Until: Sendable, Equatable {
        case day(Int)
        case local(LocalDateTime)
        case instant(Int)
    }

    var frequency: Frequency
    var interval = 1
    var count: Int?
    var until: Until?
    var weekStart = 0
    var byDay: [WeekdayPosition] = []
    var byMonthDay: [Int] = []
    var byMonth: [Int] = []
    var byYearDay: [Int] = []
    var byWeekNumber: [Int] = []
    var bySetPosition: [Int] = []
}
