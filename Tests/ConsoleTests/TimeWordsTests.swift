import CalendarSync
import Foundation
import Testing

@testable import Console

@Suite struct TimeWordsTests {
    private func words(_ start: String, _ end: String, allDay: Bool = false) throws -> String {
        let denver = try #require(TimeZone(identifier: "America/Denver"))
        let interval = BusyInterval(
            startsAt: try Date(start, strategy: .iso8601), endsAt: try Date(end, strategy: .iso8601), allDay: allDay)
        return TimeWords.text(interval, in: denver)
    }

    @Test func theDayStandsOnceWhereTheEndIsOnTheSame() throws {
        #expect(try words("2026-12-01T15:15:00Z", "2026-12-01T16:15:00Z") == "Tue 1 Dec 2026, 08:15 – 09:15")
        #expect(
            try words("2026-12-02T06:30:00Z", "2026-12-02T07:30:00Z")
                == "Tue 1 Dec 2026, 23:30 – Wed 2 Dec 2026, 00:30")
    }

    @Test func wholeDaysHaveNoTimesAndTheirEndIsExclusive() throws {
        #expect(try words("2026-12-01T07:00:00Z", "2026-12-02T07:00:00Z", allDay: true) == "Tue 1 Dec 2026, all day")
        #expect(
            try words("2026-12-01T07:00:00Z", "2026-12-04T07:00:00Z", allDay: true)
                == "Tue 1 Dec 2026 – Thu 3 Dec 2026, all day")
    }

    @Test func aMomentIsSaidInUTC() throws {
        #expect(TimeWords.text(try Date("2026-12-01T08:05:00Z", strategy: .iso8601)) == "1 Dec 2026, 08:05")
    }
}
