import Foundation

/// A time zone of the IANA database and the two conversions that calendars need.
struct Zone: Sendable, Hashable {
    let identifier: String
    private let zone: TimeZone

    static let utc = Zone("UTC") ?? Zone(identifier: "UTC", zone: .gmt)

    /// `nil` when the IANA database has no such name; abbreviations and `GMT+5` are refused.
    init?(_ identifier: String) {
        guard identifier == "UTC" || identifier.contains("/") || Self.singleNames.contains(identifier),
            let zone = TimeZone(identifier: identifier)
        else { return nil }
        self.init(identifier: identifier, zone: zone)
    }

    private init(identifier: String, zone: TimeZone) {
        self.identifier = identifier
        self.zone = zone
    }

    private static let singleNames: Set<String> = [
        "GMT", "Z", "EST", "MST", "HST", "CET", "EET", "MET", "WET", "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT",
        "Japan", "Israel", "Turkey", "Iran", "Egypt", "Cuba", "Eire", "Hongkong", "Iceland", "Jamaica", "Libya",
        "Navajo", "Poland", "Portugal", "Singapore", "GB", "NZ", "PRC", "ROC", "ROK",
    ]

    /// Seconds east of UTC at an instant.
    func offset(at instant: Int) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant)))
    }

    /// In a gap the time moves forward by the gap; in an overlap the first occurrence is meant (RFC 5545 §3.3.5).
    func instant(of local: LocalDateTime) -> Int {
        let before = offset(at: local.seconds - LocalDateTime.secondsPerDay)
        let early = local.seconds - before
        if offset(at: early) == before { return early }
        let after = offset(at: local.seconds + LocalDateTime.secondsPerDay)
        let late = local.seconds - after
        return offset(at: late) == after ? late : early
    }

    func local(of instant: Int) -> LocalDateTime {
        LocalDateTime(seconds: instant + offset(at: instant))
    }

    func text(of instant: Int) -> String {
        RFC3339.text(instant, offset: offset(at: instant))
    }
}
