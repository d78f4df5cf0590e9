/// Through whose eyes events are rendered: role, scope and parameters decide which fields are shown.
struct EventView {
    let calendar: Zone
    let calendarId: String
    let viewer: Zone
    let role: CalendarRole
    /// Busy times only: role `freeBusyReader`, or a token with no more than `calendar.events.freebusy`.
    let isFreeBusyOnly: Bool
    var maximumAttendees: Int?

    /// The whole resource.
    func json(_ event: StoredEvent) -> JSONValue {
        if isFreeBusyOnly && event.visibility != "public" { return .object(outline(event)) }
        if event.isPrivate && !role.seesPrivateDetails {
            var object = outline(event)
            object["visibility"] = .string(event.visibility)
            return .object(object)
        }
        return .object(details(event))
    }

    /// A deleted event where only its id is promised; for an instance of a live series also which one it is.
    func stub(_ event: StoredEvent) -> JSONValue {
        var object = head(event)
        appendOrigin(of: event, to: &object)
        return .object(object)
    }

    private func head(_ event: StoredEvent) -> JSONObject {
        JSONObject([
            ("kind", "calendar#event"), ("etag", .string(event.etag)), ("id", .string(event.id)),
            ("status", .string(event.status.rawValue)),
        ])
    }

    private func appendOrigin(of event: StoredEvent, to object: inout JSONObject) {
        guard let origin = event.origin else { return }
        object.append("recurringEventId", .string(origin.masterId))
        object.append("originalStartTime", origin.start.json(viewer: viewer, calendar: calendar))
    }

    /// Times and flags without anything that tells what the event is about.
    private func outline(_ event: StoredEvent) -> JSONObject {
        var object = head(event)
        object.append("updated", .string(RFC3339.text(milliseconds: event.updated)))
        object.append("start", event.start.json(viewer: viewer, calendar: calendar))
        object.append("end", event.end.json(viewer: viewer, calendar: calendar))
        if !event.recurrence.isEmpty { object.append("recurrence", .array(event.recurrence.map { .string($0) })) }
        appendOrigin(of: event, to: &object)
        if event.isTransparent { object.append("transparency", "transparent") }
        object.append("iCalUID", .string(event.iCalUID))
        object.append("eventType", .string(event.eventType))
        return object
    }

    private func details(_ event: StoredEvent) -> JSONObject {
        var object = head(event)
        object.append("htmlLink", .string(link(event)))
        object.append("created", .string(RFC3339.text(milliseconds: event.created * 1000)))
        object.append("updated", .string(RFC3339.text(milliseconds: event.updated)))
        for (key, value) in event.content.members { object.append(key, value) }
        object.append("creator", person(event.creator))
        object.append("organizer", .object(event.organizer))
        object.append("start", event.start.json(viewer: viewer, calendar: calendar))
        object.append("end", event.end.json(viewer: viewer, calendar: calendar))
        if !event.recurrence.isEmpty { object.append("recurrence", .array(event.recurrence.map { .string($0) })) }
        appendOrigin(of: event, to: &object)
        if event.isTransparent { object.append("transparency", "transparent") }
        if event.visibility != "default" { object.append("visibility", .string(event.visibility)) }
        object.append("iCalUID", .string(event.iCalUID))
        object.append("sequence", .integer(event.sequence))
        appendAttendees(of: event, to: &object)
        var properties = JSONObject()
        if !event.privateProperties.isEmpty { properties.append("private", .object(event.privateProperties)) }
        if !event.sharedProperties.isEmpty { properties.append("shared", .object(event.sharedProperties)) }
        if !properties.isEmpty { object.append("extendedProperties", .object(properties)) }
        object.append("reminders", .object(event.reminders))
        object.append("eventType", .string(event.eventType))
        return object
    }

    private func appendAttendees(of event: StoredEvent, to object: inout JSONObject) {
        guard !event.attendees.isEmpty else { return }
        let all = event.attendees.map { attendee -> JSONObject in
            var attendee = attendee
            let email = attendee.string("email")?.lowercased()
            if email == calendarId.lowercased() { attendee.append("self", true) }
            if email == event.organizer.string("email")?.lowercased() { attendee.append("organizer", true) }
            return attendee
        }
        guard let maximumAttendees, maximumAttendees < all.count else {
            object.append("attendees", .array(all.map { .object($0) }))
            return
        }
        // The calendar's own entry is the one that is kept.
        let own = all.filter { $0["self"] != nil }
        let others = all.filter { $0["self"] == nil }
        object.append("attendees", .array((own + others).prefix(maximumAttendees).map { .object($0) }))
        object.append("attendeesOmitted", true)
    }

    private func person(_ email: String) -> JSONValue {
        email == calendarId ? ["email": .string(email), "self": true] : ["email": .string(email)]
    }

    private func link(_ event: StoredEvent) -> String {
        let address = calendarId.replacing("@group.calendar.google.com", with: "@g").replacing("@gmail.com", with: "@m")
        return "https://www.google.com/calendar/event?eid=" + RandomToken.base64URL((event.id + " " + address).utf8)
    }
}
