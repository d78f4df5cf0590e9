public import CalendarSync
import Foundation

/// What was read of a calendar: times and flags, never a title.
public struct CalendarEvents: Hashable, Sendable {
    /// IANA name; all-day events are days of this zone.
    public let timeZone: String
    public let events: [SourceEvent]

    public init(timeZone: String, events: [SourceEvent]) {
        self.timeZone = timeZone
        self.events = events
    }

    /// As the workers read it: UTC where the name is not known here.
    var zone: TimeZone { TimeZone(identifier: timeZone) ?? .gmt }
}
