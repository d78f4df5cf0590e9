/// What the control endpoints do to the Google side.
enum GoogleControl {
    static func addUser(_ body: JSONObject, _ store: CalendarStore) throws(APIError) -> JSONValue {
        guard let email = body.string("email"), email.contains("@") else {
            throw .invalid("An address is needed.", field: "email")
        }
        let calendars = try (body["calendars"]?.array ?? []).map { value throws(APIError) in
            try calendar(value.object ?? JSONObject())
        }
        let account = GoogleConfiguration.Account(
            email: email, subject: body.string("sub"), name: body.string("name") ?? "", calendars: calendars)
        let now = store.clock.milliseconds
        guard store.write({ $0.addAccount(account, now: now) }) else {
            throw .conflict(code: "invalid_user", "The user exists, or a zone or role is unknown.")
        }
        return ["email": .string(email)]
    }

    static func addCalendar(
        _ body: JSONObject, to email: String, _ store: CalendarStore
    ) throws(APIError) -> JSONValue {
        let calendar = try calendar(body)
        let now = store.clock.milliseconds
        guard store.write({ $0.addCalendar(calendar, to: email, client: nil, now: now) }) else {
            throw .unprocessable("No such user, zone or role.", field: "timeZone")
        }
        return ["id": .string(calendar.id)]
    }

    private static func calendar(_ body: JSONObject) throws(APIError) -> GoogleConfiguration.Calendar {
        guard let id = body.string("id"), !id.isEmpty else { throw .invalid("An id is needed.", field: "id") }
        return GoogleConfiguration.Calendar(
            id: id, summary: body.string("summary") ?? id, timeZone: body.string("timeZone") ?? "UTC",
            accessRole: body.string("accessRole") ?? "owner", primary: body["primary"]?.bool ?? false)
    }

    /// What the owner does in the calendar's settings: its events stay as they are, and none of them counts as changed.
    static func setTimeZone(
        _ body: JSONObject, of calendarId: String, _ store: CalendarStore
    ) throws(APIError) -> JSONValue {
        guard let zone = body.string("timeZone").flatMap({ Zone($0) }) else {
            throw .unprocessable("Unknown time zone.", field: "timeZone")
        }
        let isDone: Void? = store.write { state in state.withCalendar(calendarId) { $0.timeZone = zone } }
        guard isDone != nil else { throw .notFound("No such calendar.") }
        return ["id": .string(calendarId), "timeZone": .string(zone.identifier)]
    }

    static func setRole(
        _ role: CalendarRole?, _ call: ControlAPI.ControlCall, _ parts: SandboxParts
    ) throws(APIError) -> JSONValue {
        let (email, calendarId) = (call.parameter("email"), call.parameter("calendarId"))
        guard parts.calendars.write({ $0.setRole(role, of: calendarId, for: email) }) else {
            throw .notFound("No such user or calendar.")
        }
        if role == nil { parts.push.channels.end(calendarId: calendarId, of: email) }
        return [:]
    }

    static func removeCalendar(_ id: String, _ parts: SandboxParts) throws(APIError) -> JSONValue {
        guard parts.calendars.write({ $0.removeCalendar(id) }) else { throw .notFound("No such calendar.") }
        parts.push.channels.end(calendarId: id)
        return [:]
    }

    static func mintToken(_ body: JSONObject, _ server: AuthorizationServer) throws(APIError) -> JSONValue {
        guard let email = body.string("email") else { throw .invalid("An address is needed.", field: "email") }
        guard let scopes = OAuthScope.parse(body.string("scope") ?? OAuthScope.prefix + "calendar") else {
            throw .invalid("Unknown scope.", field: "scope")
        }
        let minted = server.mint(email: email, clientId: body.string("clientId"), scopes: scopes)
        guard let minted else { throw .notFound("No such user or client.") }
        return ["access_token": .string(minted.access), "refresh_token": .string(minted.refresh)]
    }

    static func channels(_ registry: ChannelRegistry) -> JSONValue {
        .array(
            registry.all().map { channel in
                var object = channel.json
                object.append("calendarId", .string(channel.calendarId))
                object.append("stopped", .bool(channel.notificationsLeft != nil))
                object.append("messageNumber", .integer(channel.number))
                return .object(object)
            })
    }
}
