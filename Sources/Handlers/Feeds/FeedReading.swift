import CalendarSync

/// What a list of a feed said: the events as they are now, and the sources whose earlier blocks they replace.
struct FeedReading: Sendable {
    /// Singles and expanded instances.
    var events: [SourceEvent] = []
    /// Events and series that were read anew.
    var sourceIds: Set<String> = []
    /// IANA name of the calendar's zone.
    var timeZone: String
    var nextSyncToken: String
}
