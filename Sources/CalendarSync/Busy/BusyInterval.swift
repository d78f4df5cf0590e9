public import Foundation

/// A time that is taken, end exclusive.
public struct BusyInterval: Hashable, Codable, Sendable {
    public let startsAt: Date
    public let endsAt: Date
    public let allDay: Bool

    public init(startsAt: Date, endsAt: Date, allDay: Bool) {
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.allDay = allDay
    }

    public var dates: DateInterval { DateInterval(start: startsAt, end: max(startsAt, endsAt)) }
}
