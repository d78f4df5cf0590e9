/// One subscription of a lead to a class: its sessions on the vendor's wall clock.
struct Booking: Sendable {
    enum Status: String, Sendable { case booked, cancelled, completed }

    struct Session: Sendable {
        let startsAt: LocalDateTime
        let durationMinutes: Int
    }

    let subscriptionId: Int
    let accountId: String
    let key: ClassKey
    let lead: JSONObject
    var sessions: [Session]
    var timeZone: Zone
    var status = Status.booked

    /// When the sessions are, in seconds since 1970.
    var ranges: [Range<Int>] {
        sessions.map { session in
            let start = timeZone.instant(of: session.startsAt)
            return start..<start + session.durationMinutes * 60
        }
    }

    static func sessions(_ body: JSONObject) throws(APIError) -> [Session] {
        guard let list = body["sessions"]?.array, !list.isEmpty else {
            throw .invalid("At least one session is needed.", field: "sessions")
        }
        return try list.enumerated().map { index, value throws(APIError) in
            guard let text = value.object?.string("startsAt"), let start = LocalDateTime.parse(text) else {
                throw .invalid("A local time without offset is needed.", field: "sessions[\(index)].startsAt")
            }
            guard let minutes = value.object?["durationMinutes"]?.lenientInteger, minutes > 0 else {
                throw .invalid("Minutes are needed.", field: "sessions[\(index)].durationMinutes")
            }
            return Session(startsAt: start, durationMinutes: minutes)
        }
    }

    static func timeZone(_ body: JSONObject, default usual: Zone) throws(APIError) -> Zone {
        guard let value = body["timeZone"], !value.isNull else { return usual }
        guard let name = value.string, let zone = Zone(name) else {
            throw .unprocessable("Unknown time zone.", field: "timeZone")
        }
        return zone
    }

    var json: JSONValue {
        [
            "subscriptionId": .string(String(subscriptionId)), "calendarId": .string(key.calendarId),
            "classId": .string(key.classId), "status": .string(status.rawValue),
            "timeZone": .string(timeZone.identifier),
            "sessions": .array(
                sessions.map {
                    [
                        "startsAt": .string(String($0.startsAt.text.prefix(16))),
                        "durationMinutes": .integer($0.durationMinutes),
                    ]
                }),
        ]
    }
}
