/// Wall-clock time without a zone, counted in seconds since 1970-01-01T00:00 on that same clock.
struct LocalDateTime: Sendable, Hashable, Comparable {
    let seconds: Int

    static let secondsPerDay = 86_400

    init(seconds: Int) {
        self.seconds = seconds
    }

    init(dayNumber: Int, secondOfDay: Int = 0) {
        seconds = dayNumber * Self.secondsPerDay + secondOfDay
    }

    var dayNumber: Int {
        (seconds >= 0 ? seconds : seconds - Self.secondsPerDay + 1) / Self.secondsPerDay
    }

    var secondOfDay: Int { seconds - dayNumber * Self.secondsPerDay }

    static func < (left: LocalDateTime, right: LocalDateTime) -> Bool { left.seconds < right.seconds }

    /// `2026-11-22T09:00:00`
    var text: String { CivilDate(dayNumber: dayNumber).text + "T" + clock(separator: ":") }

    /// `20261122T090000`
    var basicText: String { CivilDate(dayNumber: dayNumber).basicText + "T" + clock(separator: "") }

    private func clock(separator: String) -> String {
        [secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60].map { Digits.padded($0, 2) }
            .joined(separator: separator)
    }

    /// Reads `20261122T090000` (without a `Z`).
    static func parseBasic(_ text: some StringProtocol) -> LocalDateTime? {
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2, let date = CivilDate.parseBasic(parts[0]), parts[1].count == 6,
            let clock = Digits.parse(parts[1]),
            clock / 10_000 < 24, clock / 100 % 100 < 60, clock % 100 < 60
        else { return nil }
        return LocalDateTime(
            dayNumber: date.dayNumber, secondOfDay: clock / 10_000 * 3600 + clock / 100 % 100 * 60 + clock % 100)
    }

    /// Reads `2026-11-22T09:00` or `2026-11-22T09:00:00`, fractions of a second dropped.
    static func parse(_ text: some StringProtocol) -> LocalDateTime? {
        let parts = text.split(whereSeparator: { $0 == "T" || $0 == "t" || $0 == " " })
        guard parts.count == 2, let date = CivilDate.parse(parts[0]) else { return nil }
        let clock = parts[1].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        if clock.count == 2, Digits.parse(clock[1].prefix(18)) == nil { return nil }
        let units = clock[0].split(separator: ":", omittingEmptySubsequences: false)
        guard units.count == 2 || units.count == 3, units.allSatisfy({ $0.count == 2 }) else { return nil }
        let numbers = units.compactMap { Digits.parse($0) }
        guard numbers.count == units.count, numbers[0] < 24, numbers[1] < 60, numbers.count == 2 || numbers[2] < 60
        else { return nil }
        return LocalDateTime(
            dayNumber: date.dayNumber,
            secondOfDay: numbers[0] * 3600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0))
    }
}
