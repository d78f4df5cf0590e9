/// One method of Calendar v3: its path, the scopes that admit it and its cost in quota units.
struct GoogleMethod: Sendable {
    enum Name: String, Sendable {
        case calendarListList = "calendarList.list"
        case calendarListGet = "calendarList.get"
        case calendarsGet = "calendars.get"
        case calendarsInsert = "calendars.insert"
        case calendarsDelete = "calendars.delete"
        case eventsList = "events.list"
        case eventsGet = "events.get"
        case eventsInsert = "events.insert"
        case eventsImport = "events.import"
        case eventsUpdate = "events.update"
        case eventsPatch = "events.patch"
        case eventsDelete = "events.delete"
        case eventsInstances = "events.instances"
        case eventsMove = "events.move"
        case eventsWatch = "events.watch"
        case channelsStop = "channels.stop"
        case freebusyQuery = "freebusy.query"
    }

    let name: Name
    let verb: String
    let path: PathPattern
    /// Without the common prefix.
    let scopes: Set<String>

    var cost: Int { name == .eventsPatch ? 3 : 1 }

    /// The name in error details, e.g. `calendar.v3.Events.List`.
    var rpcName: String {
        let parts = name.rawValue.split(separator: ".").map { $0.prefix(1).uppercased() + $0.dropFirst() }
        return "calendar.v3." + parts.joined(separator: ".")
    }

    static func find(verb: String, path: ArraySlice<String>) -> (method: GoogleMethod, parameters: [String: String])? {
        for method in all where method.verb == verb {
            if let parameters = method.path.match(path) { return (method, parameters) }
        }
        return nil
    }

    private init(_ name: Name, _ verb: String, _ path: PathPattern, _ scopes: Set<String>) {
        self.name = name
        self.verb = verb
        self.path = path
        self.scopes = scopes
    }

    private static let listReaders: Set = [
        "calendar", "calendar.calendarlist", "calendar.calendarlist.readonly", "calendar.readonly",
    ]
    private static let eventReaders: Set = [
        "calendar", "calendar.app.created", "calendar.events", "calendar.events.freebusy", "calendar.events.owned",
        "calendar.events.owned.readonly", "calendar.events.public.readonly", "calendar.events.readonly",
        "calendar.readonly",
    ]
    private static let eventWriters: Set = [
        "calendar", "calendar.app.created", "calendar.events", "calendar.events.owned",
    ]

    /// The matrix of the discovery document, revision 20261030. Fixed paths stand before those with an event id.
    static let all: [GoogleMethod] = [
        GoogleMethod(.eventsList, "GET", "calendars/{calendarId}/events", eventReaders),
        GoogleMethod(.eventsInsert, "POST", "calendars/{calendarId}/events", eventWriters),
        GoogleMethod(.eventsGet, "GET", "calendars/{calendarId}/events/{eventId}", eventReaders),
        GoogleMethod(.eventsUpdate, "PUT", "calendars/{calendarId}/events/{eventId}", eventWriters),
        GoogleMethod(.eventsPatch, "PATCH", "calendars/{calendarId}/events/{eventId}", eventWriters),
        GoogleMethod(.eventsDelete, "DELETE", "calendars/{calendarId}/events/{eventId}", eventWriters),
        GoogleMethod(.eventsImport, "POST", "calendars/{calendarId}/events/import", eventWriters),
        GoogleMethod(.eventsWatch, "POST", "calendars/{calendarId}/events/watch", eventReaders),
        GoogleMethod(.eventsInstances, "GET", "calendars/{calendarId}/events/{eventId}/instances", eventReaders),
        GoogleMethod(
            .eventsMove, "POST", "calendars/{calendarId}/events/{eventId}/move",
            ["calendar", "calendar.events", "calendar.events.owned"]),
        GoogleMethod(
            .freebusyQuery, "POST", "freeBusy",
            ["calendar", "calendar.events.freebusy", "calendar.freebusy", "calendar.readonly"]),
        GoogleMethod(
            .channelsStop, "POST", "channels/stop",
            eventReaders.union([
                "calendar.acls", "calendar.acls.readonly", "calendar.calendarlist", "calendar.calendarlist.readonly",
                "calendar.settings", "calendar.settings.readonly",
            ])),
        GoogleMethod(.calendarListList, "GET", "users/me/calendarList", listReaders),
        GoogleMethod(
            .calendarListGet, "GET", "users/me/calendarList/{calendarId}",
            listReaders.union(["calendar.app.created"])),
        GoogleMethod(
            .calendarsGet, "GET", "calendars/{calendarId}",
            [
                "calendar", "calendar.app.created", "calendar.calendars", "calendar.calendars.readonly",
                "calendar.readonly",
            ]),
        GoogleMethod(
            .calendarsInsert, "POST", "calendars", ["calendar", "calendar.app.created", "calendar.calendars"]),
        GoogleMethod(
            .calendarsDelete, "DELETE", "calendars/{calendarId}",
            ["calendar", "calendar.app.created", "calendar.calendars"]),
    ]
}
