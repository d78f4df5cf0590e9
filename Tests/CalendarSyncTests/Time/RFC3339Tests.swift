import CalendarSync
import Foundation
import Testing
import TestSupport

@Suite struct RFC3339Tests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-12-01T08:15:00Z", 1_796_112_900),
        ("2026-12-01T08:15:00+00:00", 1_796_112_900), ("2026-12-01T08:15:00-00:00", 1_796_112_900),
        ("2026-12-01T13:45:00+05:30", 1_796_112_900), ("2026-12-01T14:00:00+05:45", 1_796_112_900),
        ("2026-12-01T04:45:00-03:30", 1_796_112_900), ("2026-12-01T08:15:00.25Z", 1_796_112_900.25),
        ("2026-12-01T08:15:00.123456Z", 1_796_112_900.123456),
        ("2026-12-01T08:15:00.123456789+00:00", 1_796_112_900.123456789),
        ("2026-12-01t08:15:00z", 1_796_112_900), ("1969-12-31T23:59:59Z", -1),
        ("0001-01-01T00:00:00Z", -62_135_596_800), ("9999-12-31T23:59:59Z", 253_402_300_799),
    ])
    func reads(text: String, seconds: Double) throws {
        let date = try #require(Date(rfc3339: text))
        #expect(abs(date.timeIntervalSince1970 - seconds) < 0.000_001)
    }

    @Test(arguments: [
        "", "2026-12-01", "2026-12-01T08:15:00", "2026-12-01T08:15Z", "2026-12-01 08:15:00Z", "2026-12-01T08:15:00Zoo",
        "2026-12-01T08:15:00+0530", "2026-12-01T08:15:00+05", "2026-12-01T08:15:00+24:00", "2026-12-01T08:15:00+05:60",
        "2026-12-01T08:15:00 +05:30", "2026-12-01T08:15:00.Z", "2026-12-01T08:15:00,5Z", "2026-02-30T08:15:00Z",
        "2026-13-01T08:15:00Z", "2026-12-01T24:00:00Z", "2026-12-01T08:60:00Z", "2026-1-1T08:15:00Z",
        " 2026-12-01T08:15:00Z", "20261201T081500Z", "1796112900", "2026-12-01T08:15:00.5", "２026-12-01T08:15:00Z",
        "2026-12-01T08:15:00Z\u{301}",
    ])
    func refuses(text: String) {
        #expect(Date(rfc3339: text) == nil)
    }

    @Test func writesMillisecondsWhereThereAreAny() {
        #expect(Date(timeIntervalSince1970: 1_796_112_900).rfc3339 == "2026-12-01T08:15:00Z")
        #expect(Date(timeIntervalSince1970: 1_796_112_900.05).rfc3339 == "2026-12-01T08:15:00.050Z")
        #expect(Date(timeIntervalSince1970: 1_796_112_900.9996).rfc3339 == "2026-12-01T08:15:01Z")
        #expect(Date(timeIntervalSince1970: -0.25).rfc3339 == "1969-12-31T23:59:59.750Z")
    }

    @Test func writesTheZonesOffset() throws {
        let winter = Date(timeIntervalSince1970: 1_796_112_900)
        func text(_ name: String, _ date: Date = winter) throws -> String {
            date.rfc3339(in: try #require(TimeZone(ianaName: name)))
        }
        #expect(try text("UTC") == "2026-12-01T08:15:00Z")
        #expect(try text("America/Denver") == "2026-12-01T01:15:00-07:00")
        #expect(try text("Asia/Kolkata") == "2026-12-01T13:45:00+05:30")
        #expect(try text("America/St_Johns") == "2026-12-01T04:45:00-03:30")
        #expect(try text("Europe/London", Date(timeIntervalSince1970: 1_783_000_000)) == "2026-07-02T14:46:40+01:00")
        #expect(try text("Asia/Tokyo", winter.addingTimeInterval(0.9)) == "2026-12-01T17:15:00+09:00")
    }

    @Test func keepsTheInstantWhereTheOffsetHasSeconds() throws {
        // New York's local mean time was 4:56:02 behind; RFC 3339 knows whole minutes only.
        let zone = try #require(TimeZone(ianaName: "America/New_York"))
        let date = try Sample.instant("1850-01-01T12:00:00Z")
        #expect(zone.secondsFromGMT(for: date) % 60 != 0)
        #expect(Date(rfc3339: date.rfc3339(in: zone)) == date)
    }

    @Test(arguments: [1e18, -1e18, 253_402_300_800, -62_135_596_801, Double.infinity, -Double.infinity, Double.nan])
    func writesFourDigitsOfAYearWhateverTheDate(seconds: Double) throws {
        let date = Date(timeIntervalSince1970: seconds)
        #expect(Date(rfc3339: date.rfc3339) != nil)
    }

    @Test func lastAndFirstYearHaveNoRoomForAnOffset() throws {
        let zone = try #require(TimeZone(ianaName: "Pacific/Kiritimati"))
        let last = Date(timeIntervalSince1970: 253_402_300_799)
        #expect(last.rfc3339(in: zone) == "9999-12-31T23:59:59Z")
        let denver = try #require(TimeZone(ianaName: "America/Denver"))
        #expect(Date(timeIntervalSince1970: -62_135_596_800).rfc3339(in: denver) == "0001-01-01T00:00:00Z")
    }

    @Test func whatIsWrittenIsReadBack() throws {
        var random = SeededGenerator()
        let names = TimeZone.knownTimeZoneIdentifiers
        for _ in 0..<5_000 {
            let milliseconds = Int.random(in: -62_000_000_000_000...253_000_000_000_000, using: &random)
            let date = Date(timeIntervalSince1970: TimeInterval(milliseconds) / 1_000)
            let read = try #require(Date(rfc3339: date.rfc3339), "seed \(random.seed)")
            try #require(abs(read.timeIntervalSince(date)) < 0.000_1, "\(date.rfc3339) seed \(random.seed)")

            let whole = Date(timeIntervalSince1970: (TimeInterval(milliseconds) / 1_000).rounded(.down))
            let name = try #require(names.randomElement(using: &random))
            let zone = try #require(TimeZone(identifier: name))
            try #require(Date(rfc3339: whole.rfc3339(in: zone)) == whole, "\(zone.identifier) seed \(random.seed)")
        }
    }
}
