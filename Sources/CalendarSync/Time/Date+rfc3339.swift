public import Foundation

// Written out by hand: Foundation's ISO 8601 style takes 30 February and text after the offset, cuts fractions to the
// millisecond below, and counts years before 1582 by the Julian calendar.
extension Date {
    /// What RFC 3339 can write, in seconds since 1970: years of four digits.
    private static let writable: ClosedRange<TimeInterval> = -62_135_596_800...253_402_300_799

    /// Reads an RFC 3339 instant (§5.6). The offset is mandatory, a fraction of a second may have any number of digits.
    public init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] | 0x20 == UInt8(ascii: "t"),
            let date = String(validating: bytes[..<10], as: UTF8.self),
            let time = String(validating: bytes[11..<19], as: UTF8.self),
            let local = LocalDateTime(date + "T" + time)
        else { return nil }
        var rest = bytes[19...]
        var fraction: TimeInterval = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (48...57).contains($0) }
            guard !digits.isEmpty, let value = Double("0." + String(decoding: digits, as: UTF8.self)) else {
                return nil
            }
            fraction = value
            rest = rest[digits.endIndex...]
        }
        guard let offset = Self.offset(Array(rest)) else { return nil }
        self.init(timeIntervalSince1970: TimeInterval(local.secondsSinceEpoch - offset) + fraction)
    }

    /// RFC 3339 in UTC; milliseconds are written where there are any. Beyond the years 1 to 9999 the nearest that it can write.
    public var rfc3339: String {
        let milliseconds = Int((clamped * 1_000).rounded())
        let seconds = (milliseconds >= 0 ? milliseconds : milliseconds - 999) / 1_000
        let fraction = milliseconds - seconds * 1_000
        return LocalDateTime(secondsSinceEpoch: seconds).text
            + (fraction == 0 ? "Z" : ".\(LocalDateTime.digits(fraction, 3))Z")
    }

    /// RFC 3339 with the offset that `zone` has at this instant, to the second: how Google and Kartra like times.
    public func rfc3339(in zone: TimeZone) -> String {
        // Whole minutes, as RFC 3339 has them: local mean times of the nineteenth century had seconds.
        let minutes = zone.secondsFromGMT(for: self) / 60
        let wall = clamped.rounded(.down) + TimeInterval(minutes * 60)
        guard minutes != 0, Self.writable.contains(wall) else {
            return Date(timeIntervalSince1970: clamped.rounded(.down)).rfc3339
        }
        return LocalDateTime(secondsSinceEpoch: Int(wall)).text + (minutes < 0 ? "-" : "+")
            + LocalDateTime.digits(abs(minutes) / 60, 2) + ":" + LocalDateTime.digits(abs(minutes) % 60, 2)
    }

    private var clamped: TimeInterval {
        min(Self.writable.upperBound, max(Self.writable.lowerBound, timeIntervalSince1970))
    }

    /// Seconds east of UTC of `Z`, `+HH:MM` or `-HH:MM`.
    private static func offset(_ bytes: [UInt8]) -> Int? {
        if bytes.count == 1 { return bytes[0] | 0x20 == UInt8(ascii: "z") ? 0 : nil }
        guard bytes.count == 6, bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
            let text = String(validating: bytes[1...], as: UTF8.self), let clock = LocalDateTime("1970-01-01T" + text)
        else { return nil }
        return bytes[0] == UInt8(ascii: "-") ? -clock.secondsSinceEpoch : clock.secondsSinceEpoch
    }
}
