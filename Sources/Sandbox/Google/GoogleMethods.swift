/// The methods themselves, after token, scope and quota were checked.
struct GoogleMethods: Sendable {
    let store: CalendarStore
    let toggles: ToggleBoard
    let push: PushSender
    let allowsPlainLoopbackPush: Bool

    /// The resource to answer with; `nil` is an empty body.
    func perform(_ call: GoogleCall) async throws(GoogleError) -> JSONValue? {
        switch call.method.name {
        case .calendarListList: try listCalendars(call)
        case .calendarListGet: try getCalendarListEntry(call)
        case .calendarsGet: try getCalendar(call)
        case .calendarsInsert: try insertCalendar(call)
        case .calendarsDelete: try deleteCalendar(call)
        case .eventsList: try listEvents(call)
        case .eventsGet: try getEvent(call)
        case .eventsInstances: try listInstances(call)
        case .eventsInsert: try insertEvent(call)
        case .eventsImport: try importEvent(call)
        case .eventsUpdate: try updateEvent(call)
        case .eventsPatch: try patchEvent(call)
        case .eventsDelete: try deleteEvent(call)
        case .eventsMove: try moveEvent(call)
        case .eventsWatch: try await watchEvents(call)
        case .channelsStop: try stopChannel(call)
        case .freebusyQuery: try queryFreeBusy(call)
        }
    }

    func view(
        _ calendar: CalendarRecord, _ access: CalendarAccess, zone: Zone? = nil, maximumAttendees: Int? = nil
    ) -> EventView {
        EventView(
            calendar: calendar.timeZone, calendarId: calendar.id, viewer: zone ?? calendar.timeZone, role: access.role,
            isFreeBusyOnly: access.isFreeBusyOnly, maximumAttendees: maximumAttendees)
    }

    /// The members of an events collection besides its items.
    func envelope(_ calendar: CalendarRecord, _ access: CalendarAccess, zone: Zone?) -> JSONObject {
        [
            "kind": "calendar#events", "etag": .string(calendar.etag), "summary": .string(calendar.summary),
            "updated": .string(RFC3339.text(milliseconds: calendar.updated)),
            "timeZone": .string((zone ?? calendar.timeZone).identifier), "accessRole": .string(access.role.rawValue),
            "defaultReminders": [["method": "popup", "minutes": 10]],
        ]
    }
}
