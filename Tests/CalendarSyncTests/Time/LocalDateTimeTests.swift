import Testing
import TestSupport

@testable import CalendarSync

@Suite struct LocalDateTimeTests {
    @Test func readsMinutesAndSeconds() throws {
        let minutes = try #require(LocalDateTime("2026-12-11T09:05"))
        #expect(minutes == LocalDateTime(year: 2026, month: 12, day: 11, hour: 9, minute: 5))
        #expect(minutes.second == 0)
        #expect(LocalDateTime("2026-12-11T09:05:59")?.second == 59)
        #expect(LocalDateTime("0001-01-01T00:00") != nil)
        #expect(LocalDateTime("9999-12-31T23:59:59") != nil)
    }

    @Test func readsAnotherSeparatorAndMidnight() {
        #expect(LocalDateTime("2026-12-11 09:05", separator: " ") == LocalDateTime("2026-12-11T09:05"))
        #expect(LocalDateTime("2026-12-11T09:05", separator: " ") == nil)
        #expect(LocalDateTime(midnightOf: "2026-12-11") == LocalDateTime("2026-12-11T00:00"))
        #expect(LocalDateTime(midnightOf: "2026-12-11T00:00") == nil)
    }

    @Test(arguments: [
        "2026-02-29T09:00", "1900-02-29T09:00", "2100-02-29T09:00", "2026-04-31T09:00", "2026-00-10T09:00",
        "2026-13-10T09:00", "2026-01-00T09:00", "2026-01-32T09:00", "0000-01-01T09:00", "2026-01-01T24:00",
        "2026-01-01T09:60", "2026-01-01T09:00:60",
    ])
    func refusesTimesThatDoNotExist(text: String) {
        #expect(LocalDateTime(text) == nil)
    }

    @Test(arguments: ["2024-02-29T09:00", "2000-02-29T09:00", "2400-02-29T09:00"])
    func knowsLeapYears(text: String) {
        #expect(LocalDateTime(text) != nil)
    }

    @Test(arguments: [
        "2026-12-11T09:00Z", "2026-12-11T09:00+01:00", "2026-12-11T09:00:00Z", "2026-12-11T09:00:00-07:00",
        "2026-12-11T09:00:00.000", "2026-1-11T09:00", "26-12-11T09:00", "12026-12-11T09:00", "2026-12-11T9:00",
        "2026-12-11T09:0", "2026-12-11T09", "2026-12-11", "09:00", "", "T", "2026-12-11T", "-026-12-11T09:00",
        "+026-12-11T09:00", "2026-12-11T+9:00", " 2026-12-11T09:00", "2026-12-11T09:00 ", "2026-12-11T09:00\n",
        "２０２６-12-11T09:00", "2026-12-11T09:00T09:00", "2026/12/11T09:00", "20261211T0900",
    ])
    func refusesOtherSpellings(text: String) {
        #expect(LocalDateTime(text) == nil)
    }

    @Test func countsSecondsBothWays() throws {
        #expect(LocalDateTime("1970-01-01T00:00")?.secondsSinceEpoch == 0)
        #expect(LocalDateTime("2000-03-01T00:00")?.secondsSinceEpoch == 951_868_800)
        #expect(LocalDateTime("0001-01-01T00:00")?.secondsSinceEpoch == -62_135_596_800)
        #expect(LocalDateTime("9999-12-31T23:59:59")?.secondsSinceEpoch == 253_402_300_799)
        var random = SeededGenerator()
        for _ in 0..<20_000 {
            let seconds = Int.random(in: -62_135_596_800...253_402_300_799, using: &random)
            let local = LocalDateTime(secondsSinceEpoch: seconds)
            try #require(local.secondsSinceEpoch == seconds, "seed \(random.seed)")
            try #require(LocalDateTime(local.text) == local, "seed \(random.seed)")
        }
    }
}
