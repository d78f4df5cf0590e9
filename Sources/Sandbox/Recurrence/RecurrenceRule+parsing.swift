extension RecurrenceRule {
    private static let weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]

    /// Reads the value after `RRULE:`; `nil` when anything in it is not understood.
    init?(parsing text: some StringProtocol) {
        var values: [String: String] = [:]
        for part in text.split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, values.updateValue(pair[1].uppercased(), forKey: pair[0].uppercased()) == nil
            else { return nil }
        }
        guard let name = values.removeValue(forKey: "FREQ"), let frequency = Frequency(rawValue: name) else {
            return nil
        }
        self.init(frequency: frequency)
        for (key, value) in values {
            guard set(key, to: value) else { return nil }
        }
        let hasOrdinals = byDay.contains { $0.ordinal != nil }
        if count != nil && until != nil { return nil }
        if hasOrdinals && (frequency == .daily || frequency == .weekly) { return nil }
        if !byWeekNumber.isEmpty && frequency != .yearly { return nil }
        if !byYearDay.isEmpty && frequency != .yearly { return nil }
        if !byMonthDay.isEmpty && frequency == .weekly { return nil }
    }

    private mutating func set(_ key: String, to value: String) -> Bool {
        switch key {
        case "INTERVAL":
            guard let number = Digits.parse(value), number >= 1 else { return false }
            interval = number
        case "COUNT":
            guard let number = Digits.parse(value), number >= 1 else { return false }
            count = number
        case "UNTIL":
            guard let until = Self.until(value) else { return false }
            self.until = until
        case "WKST":
            guard let weekday = Self.weekdays.firstIndex(of: value) else { return false }
            weekStart = weekday
        case "BYDAY":
            let positions = value.split(separator: ",").map { Self.weekdayPosition($0) }
            byDay = positions.compactMap { $0 }
            return !byDay.isEmpty && byDay.count == positions.count
        case "BYMONTHDAY": return Self.numbers(value, 1...31, signed: true, into: &byMonthDay)
        case "BYMONTH": return Self.numbers(value, 1...12, signed: false, into: &byMonth)
        case "BYYEARDAY": return Self.numbers(value, 1...366, signed: true, into: &byYearDay)
        case "BYWEEKNO": return Self.numbers(value, 1...53, signed: true, into: &byWeekNumber)
        case "BYSETPOS": return Self.numbers(value, 1...366, signed: true, into: &bySetPosition)
        default: return false
        }
        return true
    }

    private static func until(_ value: String) -> Until? {
        if let date = CivilDate.parseBasic(value) { return .day(date.dayNumber) }
        if value.hasSuffix("Z") { return LocalDateTime.parseBasic(value.dropLast()).map { .instant($0.seconds) } }
        return LocalDateTime.parseBasic(value).map { .local($0) }
    }

    private static func weekdayPosition(_ text: Substring) -> WeekdayPosition? {
        guard let weekday = weekdays.firstIndex(of: String(text.suffix(2))) else { return nil }
        let prefix = text.dropLast(2)
        if prefix.isEmpty { return WeekdayPosition(ordinal: nil, weekday: weekday) }
        guard let ordinal = Int(prefix), ordinal != 0, abs(ordinal) <= 53 else { return nil }
        return WeekdayPosition(ordinal: ordinal, weekday: weekday)
    }

    private static func numbers(
        _ value: String, _ range: ClosedRange<Int>, signed: Bool, into list: inout [Int]
    ) -> Bool {
        for part in value.split(separator: ",", omittingEmptySubsequences: false) {
            guard let number = Int(part), range.contains(abs(number)), signed || number > 0 else { return false }
            list.append(number)
        }
        return true
    }
}
