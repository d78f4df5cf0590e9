import Crypto

extension GoogleMethods {
    private static let defaultLifetime = 604_800

    func watchEvents(_ call: GoogleCall) async throws(GoogleError) -> JSONValue {
        let body = try call.body()
        let toggles = toggles.google
        let asked = call.parameter("calendarId")
        let calendarId = try store.read { state throws(GoogleError) -> String in
            try CalendarAccess(call, calendarId: asked, in: state).calendarId
        }
        if toggles.unwatchableMarkers.contains(where: calendarId.contains) { throw .pushNotSupported }
        let id = try Self.text(body, "id", maximum: 64)
        guard !id.isEmpty else { throw .required("Required", location: "id") }
        guard let type = body.string("type"), ["web_hook", "webhook"].contains(type) else {
            throw .invalid("Unknown channel type", location: "type")
        }
        let token = body["token"] == nil ? nil : try Self.text(body, "token", maximum: 256)
        let now = store.clock.milliseconds
        let channel = NotificationChannel(
            id: id, token: token, address: try address(body), calendarId: calendarId,
            resourceId: Self.resourceId(calendarId),
            resourceURI:
                "https://www.googleapis.com/calendar/v3/calendars/\(PercentEncoding.encode(asked))/events?alt=json",
            expires: try Self.expiration(body, now: now, cap: toggles.channelLifetimeCap),
            email: call.identity.email, clientId: call.identity.clientId)
        try push.channels.add(channel)
        await push.announce(channel)
        return .object(channel.json)
    }

    func stopChannel(_ call: GoogleCall) throws(GoogleError) -> JSONValue? {
        let body = try call.body()
        let id = try Self.text(body, "id", maximum: 64)
        let resourceId = try Self.text(body, "resourceId", maximum: 256)
        try push.channels.stop(id: id, resourceId: resourceId, by: call.identity, toggles: toggles.google)
        return nil
    }

    private func address(_ body: JSONObject) throws(GoogleError) -> WebAddress {
        guard let text = body.string("address"), !text.isEmpty else {
            throw .required("Required", location: "address")
        }
        guard let address = WebAddress(text) else { throw .webhookNotHTTPS(address: text) }
        let isAdmitted = address.scheme == "https" || (allowsPlainLoopbackPush && address.isLoopback)
        guard isAdmitted else { throw .webhookNotHTTPS(address: text) }
        return address
    }

    private static func text(_ body: JSONObject, _ name: String, maximum: Int) throws(GoogleError) -> String {
        guard let text = body.string(name) else { throw .required("Required", location: name) }
        guard text.count <= maximum else { throw .invalid("Invalid value for: \(name)", location: name) }
        return text
    }

    /// The stricter of what was asked for and the cap; both `expiration` and `params.ttl` are understood.
    private static func expiration(_ body: JSONObject, now: Int, cap: Int) throws(GoogleError) -> Int {
        var expires = now + cap * 1000
        let ttl = body["params"]?.object?["ttl"]
        let wanted = body["expiration"]
        if let ttl {
            guard let seconds = ttl.lenientInteger, seconds > 0 else { throw .invalid("Invalid ttl value") }
            expires = min(expires, now + seconds * 1000)
        }
        if let wanted {
            guard let instant = wanted.lenientInteger, instant > now else {
                throw .invalid("Invalid expiration value", location: "expiration")
            }
            expires = min(expires, instant)
        }
        return ttl == nil && wanted == nil ? min(expires, now + defaultLifetime * 1000) : expires
    }

    /// The same for every channel on the same calendar; 27 characters, as seen.
    private static func resourceId(_ calendarId: String) -> String {
        String(RandomToken.base64URL(SHA256.hash(data: Array(("events/" + calendarId).utf8))).prefix(27))
    }
}
