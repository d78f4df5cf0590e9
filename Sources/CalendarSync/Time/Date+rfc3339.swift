public import Foundation

extension Date {
    /// Reads an RFC 3339 instant with offset, with or without a fraction of a second.
    public init?(rfc3339 text: String) {
        let whole = Date.ISO8601FormatStyle()
        let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = (try? whole.parse(text)) ?? (try? fractional.parse(text)) else { return nil }
        self = date
    }

    /// RFC 3339 in UTC; milliseconds are written where there are any.
    public var rfc3339: String {
        let milliseconds = (timeIntervalSince1970 * 1_000).rounded()
        let hasFraction = milliseconds.truncatingRemainder(dividingBy: 1_000) != 0
        let date = Date(timeIntervalSince1970: milliseconds / 1_000)
        return date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: hasFraction))
    }

    /// RFC 3339 with the offset that `zone` has at this instant, to the second: how Google and Kartra like times.
    public func rfc3339(in zone: TimeZone) -> String {
        let offset = zone.secondsFromGMT(for: self)
        let wall = Date(timeIntervalSince1970: (timeIntervalSince1970 + TimeInterval(offset)).rounded(.down))
        let text = wall.formatted(Date.ISO8601FormatStyle()).dropLast()
        guard offset != 0 else { return text + "Z" }
        let minutes = abs(offset) / 60
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return text + (offset < 0 ? "-" : "+") + two(minutes / 60) + ":" + two(minutes % 60)
    }
}
