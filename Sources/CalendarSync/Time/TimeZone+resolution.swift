public import Foundation

extension TimeZone {
    /// The instant that a wall clock in this zone shows as `local`.
    ///
    /// In a gap (the clock jumps over the time) the time moves forward by the length of the gap and `adjusted` is true;
    /// in an overlap (the clock shows the time twice) the first occurrence is meant. RFC 5545 §3.3.5 reads both the same way.
    public func instant(of local: LocalDateTime) -> (instant: Date, adjusted: Bool) {
        let wall = TimeInterval(local.secondsSinceEpoch)
        // A day to either side is beyond any transition that could matter, Samoa's skipped day included.
        let before = secondsFromGMT(for: Date(timeIntervalSince1970: wall - 86_400))
        let after = secondsFromGMT(for: Date(timeIntervalSince1970: wall + 86_400))
        for offset in before > after ? [before, after] : [after, before] {
            let candidate = Date(timeIntervalSince1970: wall - TimeInterval(offset))
            if secondsFromGMT(for: candidate) == offset { return (candidate, false) }
        }
        return (Date(timeIntervalSince1970: wall - TimeInterval(before)), true)
    }

    /// A zone of the IANA database by its name. Abbreviations such as `EST`, plain offsets and the `SystemV` zones, which
    /// Foundation also knows, are refused: Google does not know them, or they say nothing about daylight saving.
    public init?(ianaName: String) {
        guard ianaName == "UTC" || ianaName.contains("/"), !ianaName.hasPrefix("SystemV/"),
            let zone = TimeZone(identifier: ianaName)
        else { return nil }
        self = zone
    }
}
