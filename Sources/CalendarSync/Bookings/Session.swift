public import Foundation

/// One appointment of a booking.
public struct Session: Hashable, Codable, Sendable {
    public let startsAt: Date
    public let durationMinutes: Int
    /// The local time as it was given, and whether it fell into a daylight-saving gap and was moved forward.
    public let localStart: String
    public let timeAdjusted: Bool

    /// Longer is a mistake in the input: the longest appointment is a month.
    public static let longestMinutes = 31 * 24 * 60

    public init(startsAt: Date, durationMinutes: Int, localStart: String, timeAdjusted: Bool) {
        self.startsAt = startsAt
        self.durationMinutes = durationMinutes
        self.localStart = localStart
        self.timeAdjusted = timeAdjusted
    }

    public init(local: LocalDateTime, text: String, durationMinutes: Int, zone: TimeZone) {
        let (instant, adjusted) = zone.instant(of: local)
        self.init(startsAt: instant, durationMinutes: durationMinutes, localStart: text, timeAdjusted: adjusted)
    }

    public var endsAt: Date { startsAt.addingTimeInterval(TimeInterval(durationMinutes * 60)) }
}
