import CalendarSync
import GoogleCalendar

/// What pages of a list said: single events as they are, and series that are to be expanded.
struct FeedPage: Sendable {
    /// By id; a deleted series counts as one.
    private(set) var singles: [String: SourceEvent] = [:]
    private var masters: Set<String> = []
    /// Of listed exceptions.
    private var parents: Set<String> = []
    private(set) var nextPageToken: String?
    private(set) var nextSyncToken: String?
    /// IANA name of the calendar's zone.
    private(set) var timeZone = "UTC"
    private(set) var accessRole: AccessRole?

    init() {}

    init(_ page: EventPage) {
        nextPageToken = page.nextPageToken
        nextSyncToken = page.nextSyncToken
        timeZone = page.timeZone ?? timeZone
        accessRole = page.accessRole
        for item in page.items {
            if page.accessRole == .freeBusyReader {
                // To whom only sees busy times Google lists instances, and no series that could be asked for.
                singles[item.id] = SourceEvent(item, series: item.id)
                // A single event that was made a series is not listed as gone.
                if let master = item.recurringEventID, singles[master] == nil {
                    singles[master] = SourceEvent(
                        id: master, seriesId: master, status: .cancelled, start: nil, end: nil)
                }
            } else if let master = item.recurringEventID {
                parents.insert(master)
            } else if item.recurrence.isEmpty || item.status == .cancelled {
                singles[item.id] = SourceEvent(item)
                masters.remove(item.id)
            } else {
                masters.insert(item.id)
                singles[item.id] = nil
            }
        }
    }

    /// A series that was deleted or made a single event has no instances, though exceptions of it may be listed.
    var series: Set<String> { masters.union(parents.subtracting(singles.keys)) }

    /// Takes in the page behind: what it says of an event is newer.
    mutating func add(_ page: FeedPage) {
        for id in page.masters { singles[id] = nil }
        masters.subtract(page.singles.keys)
        masters.formUnion(page.masters)
        parents.formUnion(page.parents)
        singles.merge(page.singles) { _, newer in newer }
        nextPageToken = page.nextPageToken
        nextSyncToken = page.nextSyncToken
        timeZone = page.timeZone
        accessRole = page.accessRole
    }
}
