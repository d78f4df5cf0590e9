extension GoogleMethods {
    func listCalendars(_ call: GoogleCall) throws(GoogleError) -> JSONValue {
        let read = QueryReader(call.query)
        let limit = try read.count("maxResults", default: 100, maximum: 250)
        let showDeleted = try read.flag("showDeleted")
        let role = try call.query["minAccessRole"].map { (text: String) throws(GoogleError) -> CalendarRole in
            guard let role = CalendarRole(rawValue: text) else {
                throw .invalid("Invalid value for: minAccessRole", location: "minAccessRole")
            }
            return role
        }
        var since: Int?
        if let text = call.query["syncToken"] {
            let excluded = ["minAccessRole", "showOwnOrganizationOnly"].contains(where: call.query.contains)
            let hides = ["showDeleted", "showHidden"].contains { call.query[$0] == "false" }
            if excluded || hides { throw .syncTokenWithRestrictions }
            guard let token = SyncToken(text), token.filter == 0 else { throw malformedToken }
            since = token.version
        }
        var offset = 0
        if let text = call.query["pageToken"] {
            guard let token = PageToken(text) else { throw .invalidPageToken }
            offset = token.skip
        }
        return try store.read { state throws(GoogleError) -> JSONValue in
            guard let account = state.accounts[call.identity.email] else { throw .notFound }
            let entries = account.entries.filter { entry in
                if let since { return entry.version > since }
                return (showDeleted || !entry.isDeleted) && (role.map { entry.role >= $0 } ?? true)
            }
            let page = entries.dropFirst(offset).prefix(limit)
            let items = page.map { Self.entry($0, state.calendars[$0.calendarId]) }
            var answer: JSONObject = [
                "kind": "calendar#calendarList", "etag": .string("\"p\(String(state.lastListVersion, radix: 32))\""),
            ]
            if offset + page.count < entries.count {
                let next = PageToken(after: 0, skip: offset + page.count, through: 0)
                answer.append("nextPageToken", .string(next.text))
            } else {
                answer.append(
                    "nextSyncToken", .string(SyncToken(version: state.lastListVersion, filter: 0).text))
            }
            answer.append("items", .array(items))
            return .object(answer)
        }
    }

    func getCalendarListEntry(_ call: GoogleCall) throws(GoogleError) -> JSONValue {
        try store.read { state throws(GoogleError) -> JSONValue in
            let access = try CalendarAccess(call, calendarId: call.parameter("calendarId"), in: state)
            guard let entry = state.accounts[call.identity.email]?.entry(access.calendarId),
                let calendar = state.calendars[access.calendarId]
            else { throw .notFound }
            return Self.entry(entry, calendar)
        }
    }

    func getCalendar(_ call: GoogleCall) throws(GoogleError) -> JSONValue {
        try store.read { state throws(GoogleError) -> JSONValue in
            let access = try CalendarAccess(call, calendarId: call.parameter("calendarId"), in: state)
            guard let calendar = state.calendars[access.calendarId] else { throw .notFound }
            return Self.resource(calendar)
        }
    }

    func insertCalendar(_ call: GoogleCall) throws(GoogleError) -> JSONValue {
        let body = try call.body()
        guard let summary = body.string("summary"), !summary.isEmpty else {
            throw .required("Missing summary.", location: "summary")
        }
        let timeZone = body.string("timeZone") ?? "UTC"
        guard Zone(timeZone) != nil else { throw .invalid("Invalid value for: timeZone") }
        let id = "c_" + EventId.make(store.random) + "@group.calendar.google.com"
        let now = store.clock.milliseconds
        return try store.write { state throws(GoogleError) -> JSONValue in
            let calendar = GoogleConfiguration.Calendar(id: id, summary: summary, timeZone: timeZone)
            guard state.addCalendar(calendar, to: call.identity.email, client: call.identity.clientId, now: now)
            else { throw .notFound }
            let made = state.withCalendar(id) { record in
                record.description = body.string("description") ?? ""
                return Self.resource(record)
            }
            guard let made else { throw .notFound }
            return made
        }
    }

    /// Only the owner deletes, and never the primary calendar; then it is gone for everybody.
    func deleteCalendar(_ call: GoogleCall) throws(GoogleError) -> JSONValue? {
        try store.write { state throws(GoogleError) in
            let access = try CalendarAccess(call, calendarId: call.parameter("calendarId"), in: state)
            guard let calendar = state.calendars[access.calendarId] else { throw .notFound }
            guard access.role == .owner, !calendar.isPrimary else { throw .forbidden }
            state.deleteCalendar(access.calendarId)
        }
        return nil
    }

    private static func resource(_ calendar: CalendarRecord) -> JSONValue {
        var object: JSONObject = [
            "kind": "calendar#calendar", "etag": .string(calendar.etag), "id": .string(calendar.id),
            "summary": .string(calendar.summary),
        ]
        if !calendar.description.isEmpty { object.append("description", .string(calendar.description)) }
        object.append("timeZone", .string(calendar.timeZone.identifier))
        object.append("conferenceProperties", ["allowedConferenceSolutionTypes": ["hangoutsMeet"]])
        object.append("dataOwner", .string(calendar.owner))
        return .object(object)
    }

    /// - Parameter calendar: `nil` when it was deleted, and its entry with it.
    private static func entry(_ entry: CalendarListEntry, _ calendar: CalendarRecord?) -> JSONValue {
        var object: JSONObject = [
            "kind": "calendar#calendarListEntry", "etag": .string("\"\(entry.version)\""),
            "id": .string(entry.calendarId),
        ]
        guard let calendar, !entry.isDeleted else {
            object.append("deleted", true)
            return .object(object)
        }
        object.append("summary", .string(calendar.summary))
        if !calendar.description.isEmpty { object.append("description", .string(calendar.description)) }
        object.append("timeZone", .string(calendar.timeZone.identifier))
        object.append("colorId", "1")
        object.append("backgroundColor", "#ac725e")
        object.append("foregroundColor", "#1d1d1d")
        object.append("selected", true)
        object.append("accessRole", .string(entry.role.rawValue))
        object.append("defaultReminders", [["method": "popup", "minutes": 10]])
        if entry.isPrimary { object.append("primary", true) }
        object.append("conferenceProperties", ["allowedConferenceSolutionTypes": ["hangoutsMeet"]])
        return .object(object)
    }
}
