/// The recurrence lines of one event (RRULE, EXRULE, RDATE, EXDATE of RFC 5545) and the starts they describe.
struct RecurrenceSet: Sendable {
    /// A start: the whole day of an all-day series, or an instant of a timed one.
    enum Start: Sendable, Hashable {
        case day(Int)
        case instant(Int)
    }

    private enum ListedDate: Sendable {
        case day(Int)
        case local(LocalDateTime, Zone?)
        case instant(Int)
    }

    private var rules: [RecurrenceRule] = []
    private var excludedRules: [RecurrenceRule] = []
    private var dates: [ListedDate] = []
    private var excludedDates: [ListedDate] = []

    /// `nil` when a line is not understood or there is nothing to repeat.
    init?(lines: [String]) {
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...]
            let name = line[..<colon].split(separator: ";")
            guard let kind = name.first?.uppercased() else { return nil }
            switch kind {
            case "RRULE":
                guard let rule = RecurrenceRule(parsing: value) else { return nil }
                rules.append(rule)
            case "EXRULE":
                guard let rule = RecurrenceRule(parsing: value) else { return nil }
                excludedRules.append(rule)
            case "RDATE":
                guard Self.read(value, parameters: name.dropFirst(), into: &dates) else { return nil }
            case "EXDATE":
                guard Self.read(value, parameters: name.dropFirst(), into: &excludedDates) else { return nil }
            default: return nil
            }
        }
        if rules.isEmpty && dates.isEmpty { return nil }
    }

    private static func read(
        _ value: Substring, parameters: ArraySlice<Substring>, into list: inout [ListedDate]
    ) -> Bool {
        var zone: Zone?
        for parameter in parameters {
            let pair = parameter.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { return false }
            if pair[0].uppercased() == "TZID" {
                guard let named = Zone(String(pair[1])) else { return false }
                zone = named
            }
        }
        for text in value.split(separator: ",", omittingEmptySubsequences: false) {
            if let date = CivilDate.parseBasic(text) {
                list.append(.day(date.dayNumber))
            } else if text.hasSuffix("Z"), let time = LocalDateTime.parseBasic(text.dropLast()) {
                list.append(.instant(time.seconds))
            } else if let time = LocalDateTime.parseBasic(text) {
                list.append(.local(time, zone))
            } else {
                return false
            }
        }
        return true
    }

    /// Starts of an all-day series up to a day, in order.
    func days(firstDay: Int, through lastDay: Int, limit: Int = .max) -> [Int] {
        // Without a time of day, zones play no part: any zone gives the same days.
        starts(first: LocalDateTime(dayNumber: firstDay), zone: .utc, limit: limit) { start in
            start.dayNumber <= lastDay
        }.map(\.dayNumber)
    }

    /// Starts of a timed series before an instant, in order: the wall clock repeats, the offset follows the zone.
    func instants(first: LocalDateTime, zone: Zone, before end: Int, limit: Int = .max) -> [Int] {
        let horizon = LocalDateTime(seconds: end + 2 * LocalDateTime.secondsPerDay)
        let locals = starts(first: first, zone: zone, limit: limit) { $0 <= horizon }
        var seen: Set<Int> = []
        let instants = locals.map { zone.instant(of: $0) }.filter { $0 < end && seen.insert($0).inserted }
        return instants.sorted()
    }

    private func starts(
        first: LocalDateTime, zone: Zone, limit: Int, isWanted: (LocalDateTime) -> Bool
    ) -> [LocalDateTime] {
        let excluded = Set(excludedDates.flatMap { resolve($0, first: first, zone: zone) })
        let excludedDays = Set(
            excludedDates.compactMap { date -> Int? in if case .day(let day) = date { day } else { nil } })
        let excludedByRule = Set(
            excludedRules.flatMap { occurrences(of: $0, first: first, zone: zone, limit: .max, isWanted: isWanted) })
        let isKept: (LocalDateTime) -> Bool = { start in
            !excluded.contains(start) && !excludedDays.contains(start.dayNumber) && !excludedByRule.contains(start)
        }
        var found: Set<LocalDateTime> = []
        let room = limit == .max ? limit : limit + excluded.count + excludedDays.count + excludedByRule.count
        for rule in rules {
            found.formUnion(occurrences(of: rule, first: first, zone: zone, limit: room, isWanted: isWanted))
        }
        // A series of listed dates alone begins with the event itself.
        if rules.isEmpty { found.insert(first) }
        found.formUnion(dates.flatMap { resolve($0, first: first, zone: zone) })
        return Array(found.filter { isWanted($0) && isKept($0) }.sorted().prefix(limit))
    }

    private func occurrences(
        of rule: RecurrenceRule, first: LocalDateTime, zone: Zone, limit: Int, isWanted: (LocalDateTime) -> Bool
    ) -> [LocalDateTime] {
        var found: [LocalDateTime] = []
        let secondOfDay = first.secondOfDay
        for day in RecurrenceExpansion(rule: rule, firstDay: first.dayNumber) {
            let start = LocalDateTime(dayNumber: day, secondOfDay: secondOfDay)
            if found.count >= min(rule.count ?? .max, limit) || !isWanted(start) { break }
            switch rule.until {
            case .day(let last) where day > last: return found
            case .local(let last) where start > last: return found
            case .instant(let last) where zone.instant(of: start) > last: return found
            case .day, .local, .instant, nil: found.append(start)
            }
        }
        return found
    }

    private func resolve(_ date: ListedDate, first: LocalDateTime, zone: Zone) -> [LocalDateTime] {
        switch date {
        case .day(let day): [LocalDateTime(dayNumber: day, secondOfDay: first.secondOfDay)]
        case .local(let local, nil): [local]
        case .local(let local, let written?): [zone.local(of: written.instant(of: local))]
        case .instant(let instant): [zone.local(of: instant)]
        }
    }
}
