import Foundation
import Testing
import TestSupport

@testable import CalendarSync

@Suite struct TimeZoneResolutionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let zone, local, instant: String
        let adjusted: Bool
        var testDescription: String { "\(local) in \(zone)" }

        init(_ zone: String, _ local: String, _ instant: String, adjusted: Bool = false) {
            self.zone = zone
            self.local = local
            self.instant = instant
            self.adjusted = adjusted
        }
    }

    @Test(arguments: [
        Case("America/New_York", "2026-07-01T09:00", "2026-07-01T13:00:00Z"),
        Case("America/New_York", "2026-12-01T09:00", "2026-12-01T14:00:00Z"),
        Case("America/New_York", "2026-03-08T01:59:59", "2026-03-08T06:59:59Z"),
        Case("America/New_York", "2026-03-08T02:00", "2026-03-08T07:00:00Z", adjusted: true),
        Case("America/New_York", "2026-03-08T02:30", "2026-03-08T07:30:00Z", adjusted: true),
        Case("America/New_York", "2026-03-08T03:00", "2026-03-08T07:00:00Z"),
        Case("America/New_York", "2026-11-01T00:59", "2026-11-01T04:59:00Z"),
        Case("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30:00Z"),
        Case("America/New_York", "2026-11-01T02:00", "2026-11-01T07:00:00Z"),
        Case("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45:00Z", adjusted: true),
        Case("Australia/Lord_Howe", "2026-10-04T02:30", "2026-10-03T15:30:00Z"),
        Case("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45:00Z"),
        Case("Australia/Lord_Howe", "2026-04-05T02:00", "2026-04-04T15:30:00Z"),
        Case("Pacific/Apia", "2011-12-29T23:59", "2011-12-30T09:59:00Z"),
        Case("Pacific/Apia", "2011-12-30T00:00", "2011-12-30T10:00:00Z", adjusted: true),
        Case("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T22:00:00Z", adjusted: true),
        Case("Pacific/Apia", "2011-12-31T00:00", "2011-12-30T10:00:00Z"),
        Case("Asia/Beirut", "2026-03-29T00:00", "2026-03-28T22:00:00Z", adjusted: true),
        Case("Asia/Beirut", "2026-03-29T01:00", "2026-03-28T22:00:00Z"),
        Case("Asia/Beirut", "2026-10-24T23:30", "2026-10-24T20:30:00Z"),
        Case("Africa/Casablanca", "2024-03-10T02:30", "2024-03-10T01:30:00Z"),
        Case("Africa/Casablanca", "2024-04-14T02:30", "2024-04-14T02:30:00Z", adjusted: true),
        Case("Pacific/Chatham", "2026-04-05T03:00", "2026-04-04T13:15:00Z"),
        Case("Pacific/Chatham", "2026-09-27T03:00", "2026-09-26T14:15:00Z", adjusted: true),
        Case("Asia/Kathmandu", "2026-01-01T00:00", "2025-12-31T18:15:00Z"),
        Case("Pacific/Kiritimati", "2026-01-01T00:00", "2025-12-31T10:00:00Z"),
        Case("UTC", "2026-01-01T00:00", "2026-01-01T00:00:00Z"),
    ])
    func resolvesLocalTimes(_ example: Case) throws {
        let zone = try #require(TimeZone(ianaName: example.zone))
        let result = zone.instant(of: try #require(LocalDateTime(example.local)))
        #expect(result.instant.rfc3339 == example.instant)
        #expect(result.adjusted == example.adjusted)
    }

    /// Against a search through every offset that the zone has within two days.
    @Test func isTheFirstInstantThatShowsTheTimeOrElseMovesForward() throws {
        var random = SeededGenerator()
        let names = TimeZone.knownTimeZoneIdentifiers.filter { TimeZone(ianaName: $0) != nil }
        #expect(names.count > 300)
        var gaps = 0
        var overlaps = 0
        for round in 0..<6_000 {
            let name = try #require(names.randomElement(using: &random))
            let zone = try #require(TimeZone(ianaName: name))
            var seconds = Int.random(in: 0..<2_100_000_000, using: &random)
            // Every other pair is close to a transition, where there is one.
            let some = Date(timeIntervalSince1970: TimeInterval(seconds))
            if round.isMultiple(of: 2), let next = zone.nextDaylightSavingTimeTransition(after: some) {
                seconds = Int(next.timeIntervalSince1970) + zone.secondsFromGMT(for: next)
                seconds += Int.random(in: -10_800...3_600, using: &random)
            }
            let local = LocalDateTime(secondsSinceEpoch: seconds)
            let result = zone.instant(of: local)
            let comment: Comment = "\(zone.identifier) \(local.text) seed \(random.seed)"

            let offsets = Set((-48...48).map { hours in offset(zone, seconds + hours * 3_600) })
            let shown = offsets.map { seconds - $0 }.filter { $0 + offset(zone, $0) == seconds }.sorted()
            let instant = Int(result.instant.timeIntervalSince1970)
            if let first = shown.first {
                try #require(!result.adjusted && instant == first, comment)
                if shown.count > 1 { overlaps += 1 }
            } else {
                let jump = instant + offset(zone, instant) - seconds
                try #require(result.adjusted && jump > 0, comment)
                try #require(offset(zone, instant) - offset(zone, instant - jump - 1) == jump, comment)
                gaps += 1
            }
        }
        try #require(gaps > 20 && overlaps > 20, "seed \(random.seed)")
    }

    @Test(arguments: [
        "EST", "PST", "GMT+3", "GMT", "Z", "", "/", "Mars/Olympus", "America", "America/", "america/new_york",
        "America/New_York ", "Etc/Unknown", "SystemV/EST5", "+01:00", "Eastern Standard Time", "../UTC",
    ])
    func refusesWhatIsNotAnIANAName(name: String) {
        #expect(TimeZone(ianaName: name) == nil)
    }

    @Test(arguments: [
        "UTC", "America/New_York", "America/Argentina/Buenos_Aires", "Europe/Kyiv", "Asia/Calcutta", "Asia/Kolkata",
    ])
    func knowsIANANames(name: String) {
        #expect(TimeZone(ianaName: name) != nil)
    }

    private func offset(_ zone: TimeZone, _ seconds: Int) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds)))
    }
}
