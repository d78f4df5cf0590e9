import CalendarSync
import GoogleCalendar

/// What a list of a feed said: the events as they are now, and the sources whose earlier blocks they replace.
struct FeedReading: Sendable {
    /// IANA name of the calendar's zone.
    let timeZone: String
    let accessRole: AccessRole?
    let nextSyncToken: String
    /// Events and series that were read anew.
    let sourceIds: Set<String>
    /// Singles and expanded instances.
    var events: [SourceEvent] = []
}
