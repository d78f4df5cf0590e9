/// The days of a rule, in order, from its first day on. Works on day numbers only: the time of day is the caller's.
/// Each period (day, week, month, year) gives its set of days, filtered by the BY parts, then cut by BYSETPOS.
struct RecurrenceExpansion: Sequence, IteratorProtocol {
    private let rule: RecurrenceRule
    private let first: Int
    private let firstDate: CivilDate
    private let lastDay: Int
    private var period = 0
    private var pending: ArraySlice<Int> = []

    /// No calendar reaches further than this; it also ends rules that never match.
    static let endOfTime = CivilDate(year: 2200, month: 1, day: 1).dayNumber

    /// - Parameter through: the last day wanted, inclusive.
    init(rule: RecurrenceRule, firstDay: Int, through lastDay: Int = Self.endOfTime) {
        self.rule = rule
        first = firstDay
        firstDate = CivilDate(dayNumber: firstDay)
        self.lastDay = Swift.min(lastDay, Self.endOfTime)
    }

    mutating func next() -> Int? {
        while pending.isEmpty {
            guard let days = nextPeriod() else { return nil }
            pending = days[...]
        }
        guard let day = pending.popFirst(), day <= lastDay else { return nil }
        return day
    }

    private mutating func nextPeriod() -> [Int]? {
        let step = period * rule.interval
        period += 1
        switch rule.frequency {
        case .daily:
            let day = first + step
            return day > lastDay ? nil : select([day], ordinals: [])
        case .weekly:
            let offset = (CivilDate.weekday(ofDay: first) - rule.weekStart + 7) % 7
            let start = first - offset + step * 7
            return start > lastDay ? nil : select(Array(start..<start + 7), ordinals: [])
        case .monthly:
            let index = firstDate.year * 12 + firstDate.month - 1 + step
            let days = Self.days(ofMonth: index % 12 + 1, year: index / 12)
            return days.lowerBound > lastDay ? nil : select(Array(days), ordinals: [days])
        case .yearly:
            let year = firstDate.year + step
            let start = CivilDate(year: year, month: 1, day: 1).dayNumber
            if start > lastDay { return nil }
            let all = start..<CivilDate(year: year + 1, month: 1, day: 1).dayNumber
            let ordinals = rule.byMonth.isEmpty ? [all] : rule.byMonth.map { Self.days(ofMonth: $0, year: year) }
            return select(Array(all), ordinals: ordinals)
        }
    }

    private static func days(ofMonth month: Int, year: Int) -> Range<Int> {
        let start = CivilDate(year: year, month: month, day: 1).dayNumber
        return start..<start + CivilDate.length(ofMonth: month, year: year)
    }

    private func select(_ days: [Int], ordinals: [Range<Int>]) -> [Int] {
        let matching = days.filter { matches($0, ordinals: ordinals) }
        let chosen =
            rule.bySetPosition.isEmpty
            ? matching
            : Set(
                rule.bySetPosition.compactMap { position in
                    let index = position > 0 ? position - 1 : matching.count + position
                    return matching.indices.contains(index) ? matching[index] : nil
                }
            ).sorted()
        return chosen.filter { $0 >= first }
    }

    private func matches(_ day: Int, ordinals: [Range<Int>]) -> Bool {
        let date = CivilDate(dayNumber: day)
        let hasDayPart =
            !rule.byDay.isEmpty || !rule.byMonthDay.isEmpty || !rule.byYearDay.isEmpty || !rule.byWeekNumber.isEmpty
        if !rule.byMonth.isEmpty {
            guard rule.byMonth.contains(date.month) else { return false }
        } else if rule.frequency == .yearly, !hasDayPart, date.month != firstDate.month {
            return false
        }
        if !rule.byMonthDay.isEmpty {
            let fromEnd = date.day - CivilDate.length(ofMonth: date.month, year: date.year) - 1
            guard rule.byMonthDay.contains(date.day) || rule.byMonthDay.contains(fromEnd) else { return false }
        } else if !hasDayPart, rule.frequency == .monthly || rule.frequency == .yearly, date.day != firstDate.day {
            return false
        }
        if !rule.byYearDay.isEmpty {
            let dayOfYear = day - CivilDate(year: date.year, month: 1, day: 1).dayNumber + 1
            let fromEnd = dayOfYear - (CivilDate.isLeap(date.year) ? 366 : 365) - 1
            guard rule.byYearDay.contains(dayOfYear) || rule.byYearDay.contains(fromEnd) else { return false }
        }
        if !rule.byWeekNumber.isEmpty, !isInNumberedWeek(day, year: date.year) { return false }
        return matchesWeekday(day, ordinals: ordinals, hasDayPart: hasDayPart)
    }

    private func matchesWeekday(_ day: Int, ordinals: [Range<Int>], hasDayPart: Bool) -> Bool {
        let weekday = CivilDate.weekday(ofDay: day)
        if rule.byDay.isEmpty {
            let takesStartWeekday = rule.frequency == .weekly && !hasDayPart || isOnlyNumberedWeek
            return !takesStartWeekday || weekday == CivilDate.weekday(ofDay: first)
        }
        return rule.byDay.contains { position in
            guard position.weekday == weekday else { return false }
            guard let ordinal = position.ordinal else { return true }
            return ordinals.contains { range in
                guard range.contains(day) else { return false }
                let fromStart = (day - range.lowerBound) / 7 + 1
                let fromEnd = -((range.upperBound - 1 - day) / 7 + 1)
                return ordinal == fromStart || ordinal == fromEnd
            }
        }
    }

    private var isOnlyNumberedWeek: Bool {
        !rule.byWeekNumber.isEmpty && rule.byMonthDay.isEmpty && rule.byYearDay.isEmpty
    }

    /// A week belongs to the year that has at least four of its days (RFC 5545, after ISO 8601, with WKST).
    private func isInNumberedWeek(_ day: Int, year: Int) -> Bool {
        let weekYear = [year + 1, year, year - 1].first { firstWeekStart(of: $0) <= day } ?? year
        let start = firstWeekStart(of: weekYear)
        let weeks = (firstWeekStart(of: weekYear + 1) - start) / 7
        let week = (day - start) / 7 + 1
        return rule.byWeekNumber.contains(week) || rule.byWeekNumber.contains(week - weeks - 1)
    }

    private func firstWeekStart(of year: Int) -> Int {
        let newYear = CivilDate(year: year, month: 1, day: 1).dayNumber
        let offset = (CivilDate.weekday(ofDay: newYear) - rule.weekStart + 7) % 7
        return offset <= 3 ? newYear - offset : newYear - offset + 7
    }
}
