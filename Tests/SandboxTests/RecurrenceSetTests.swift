import Testing

@testable import Sandbox

@Suite struct RecurrenceSetTests {
    private func starts(_ lines: [String], from first: String, zone: String, before: String) throws -> [String] {
        let set = try #require(RecurrenceSet(lines: lines))
        let zone = try #require(Zone(zone))
        let local = try #require(LocalDateTime.parse(first))
        let end = try #require(RFC3339.instant(before))
        return set.instants(first: local, zone: zone, before: end).map { zone.text(of: $0) }
    }

    @Test func theWallClockStaysWhenDaylightSavingEnds() throws {
        let found = try starts(
            ["RRULE:FREQ=WEEKLY;COUNT=2"], from: "2026-10-26T09:00", zone: "America/Denver",
            before: "2027-01-01T00:00:00Z")
        #expect(found == ["2026-10-26T09:00:00-06:00", "2026-11-02T09:00:00-07:00"])
    }

    @Test func aTimeInTheGapMovesForwardAndInTheOverlapTheFirstIsMeant() throws {
        let spring = try starts(
            ["RRULE:FREQ=DAILY;COUNT=3"], from: "2027-03-13T02:30", zone: "America/Denver",
            before: "2028-01-01T00:00:00Z")
        #expect(
            spring == ["2027-03-13T02:30:00-07:00", "2027-03-14T03:30:00-06:00", "2027-03-15T02:30:00-06:00"])
        let autumn = try starts(
            ["RRULE:FREQ=DAILY;COUNT=2"], from: "2026-10-31T01:30", zone: "America/Denver",
            before: "2028-01-01T00:00:00Z")
        #expect(autumn == ["2026-10-31T01:30:00-06:00", "2026-11-01T01:30:00-06:00"])
    }

    @Test func excludedAndAddedDatesCountInTheEventsZone() throws {
        let found = try starts(
            [
                "RRULE:FREQ=DAILY;COUNT=4", "EXDATE;TZID=America/Denver:20261027T090000",
                "EXDATE:20261028T150000Z", "RDATE;TZID=Europe/Berlin:20261101T120000",
            ], from: "2026-10-26T09:00", zone: "America/Denver", before: "2027-01-01T00:00:00Z")
        #expect(
            found == ["2026-10-26T09:00:00-06:00", "2026-10-29T09:00:00-06:00", "2026-11-01T04:00:00-07:00"])
    }

    @Test func untilIsInclusive() throws {
        let found = try starts(
            ["RRULE:FREQ=DAILY;UNTIL=20261028T150000Z"], from: "2026-10-26T09:00", zone: "America/Denver",
            before: "2027-01-01T00:00:00Z")
        #expect(found.count == 3)
    }

    @Test func daysOfAnAllDaySeriesSkipMonthsWithoutThem() throws {
        let set = try #require(RecurrenceSet(lines: ["RRULE:FREQ=MONTHLY;COUNT=4", "EXDATE;VALUE=DATE:20270331"]))
        let first = try #require(CivilDate.parse("2027-01-31")).dayNumber
        let days = set.days(firstDay: first, through: first + 1000).map { CivilDate(dayNumber: $0).text }
        #expect(days == ["2027-01-31", "2027-05-31", "2027-07-31"])
    }

    @Test(arguments: [
        "FREQ=MINUTELY", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;INTERVAL=x", "FREQ=DAILY;COUNT=2;UNTIL=20270101",
        "FREQ=WEEKLY;BYDAY=1MO", "FREQ=MONTHLY;BYWEEKNO=3", "BYDAY=MO", "FREQ=DAILY;FREQ=DAILY",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;BYEASTER=1",
    ])
    func aRuleThatIsNotUnderstoodIsRefused(rule: String) {
        #expect(RecurrenceSet(lines: ["RRULE:" + rule]) == nil)
    }

    @Test func aRuleThatNeverMatchesEnds() throws {
        let set = try #require(RecurrenceSet(lines: ["RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"]))
        #expect(set.days(firstDay: 20_000, through: .max).isEmpty)
    }
}
