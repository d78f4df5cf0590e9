/// The body of `freebusy.query`.
struct FreeBusyRequest {
    let timeMin: Int
    let timeMax: Int
    let zone: Zone
    let calendarIds: [String]
    let maximumCalendars: Int

    init(_ body: JSONObject) throws(GoogleError) {
        timeMin = try Self.instant(body, "timeMin")
        timeMax = try Self.instant(body, "timeMax")
        if timeMin >= timeMax { throw .timeRangeEmpty }
        guard let zone = Zone(body.string("timeZone") ?? "UTC") else { throw .invalid("Invalid value for: timeZone") }
        self.zone = zone
        calendarIds = try (body["items"]?.array ?? []).map { item throws(GoogleError) in
            guard let id = item.object?.string("id") else { throw .required("Required") }
            return id
        }
        maximumCalendars = min(body["calendarExpansionMax"]?.lenientInteger ?? 50, 50)
    }

    private static func instant(_ body: JSONObject, _ name: String) throws(GoogleError) -> Int {
        guard let text = body.string(name) else { throw .required("Missing \(name) parameter.", location: name) }
        guard let instant = RFC3339.instant(text) else { throw .invalid("Bad Request", location: name) }
        return instant
    }
}
