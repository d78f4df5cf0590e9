/// A time that Kartra does not offer for a class.
struct BusyBlock: Sendable {
    private static let maximumIdLength = 200

    let id: String
    /// As sent: RFC 3339 with offset.
    let startsAt: String
    let endsAt: String
    let isAllDay: Bool
    let timeZone: String
    let origin: String
    /// Seconds since 1970, end exclusive.
    let range: Range<Int>

    init(id: String, _ body: JSONObject) throws(APIError) {
        guard !id.isEmpty, id.count <= Self.maximumIdLength else {
            throw .invalid("Invalid block id.", field: "blockId")
        }
        let (startText, start) = try Self.instant(body, "startsAt")
        let (endText, end) = try Self.instant(body, "endsAt")
        guard start < end else { throw .unprocessable("The end is not after the start.", field: "endsAt") }
        guard let zoneName = body.string("timeZone") else { throw .invalid("A string is needed.", field: "timeZone") }
        guard let zone = Zone(zoneName) else { throw .unprocessable("Unknown time zone.", field: "timeZone") }
        guard let isAllDay = body["allDay"]?.bool else { throw .invalid("A boolean is needed.", field: "allDay") }
        if isAllDay {
            let isMidnight: (Int) -> Bool = {
                zone.instant(of: LocalDateTime(dayNumber: zone.local(of: $0).dayNumber)) == $0
            }
            guard isMidnight(start) else { throw .unprocessable("Not midnight in its zone.", field: "startsAt") }
            guard isMidnight(end) else { throw .unprocessable("Not midnight in its zone.", field: "endsAt") }
        }
        guard let origin = body.string("origin"), !origin.isEmpty else {
            throw .invalid("A string is needed.", field: "origin")
        }
        self.id = id
        startsAt = startText
        endsAt = endText
        self.isAllDay = isAllDay
        timeZone = zoneName
        self.origin = origin
        range = start..<end
    }

    private static func instant(_ body: JSONObject, _ field: String) throws(APIError) -> (String, Int) {
        guard let text = body.string(field), let instant = RFC3339.instant(text) else {
            throw .invalid("An RFC 3339 time with offset is needed.", field: field)
        }
        return (text, instant)
    }

    func json(_ key: ClassKey) -> JSONValue {
        [
            "blockId": .string(id), "calendarId": .string(key.calendarId), "classId": .string(key.classId),
            "startsAt": .string(startsAt), "endsAt": .string(endsAt), "allDay": .bool(isAllDay),
            "timeZone": .string(timeZone), "origin": .string(origin),
        ]
    }
}
