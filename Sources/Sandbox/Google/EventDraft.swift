/// The writable part of an Event resource as a client sent it, checked against Google's rules.
struct EventDraft {
    /// The fields that are stored and handed back without meaning anything to the sandbox.
    private static let contentKeys = [
        "summary", "description", "location", "colorId", "source", "guestsCanInviteOthers", "guestsCanModify",
        "guestsCanSeeOtherGuests", "anyoneCanAddSelf", "outOfOfficeProperties", "focusTimeProperties",
        "workingLocationProperties", "birthdayProperties", "endTimeUnspecified", "gadget",
    ]

    let status: StoredEvent.Status
    let schedule: EventSchedule
    let sequence: Int?
    let isTransparent: Bool
    let visibility: String
    let eventType: String?
    let attendees: [JSONObject]
    let privateProperties: JSONObject
    let sharedProperties: JSONObject
    let reminders: JSONObject
    let content: JSONObject

    /// - Parameters:
    ///   - options: which parts the request's parameters admit.
    ///   - isInstance: instances and exceptions have no recurrence of their own.
    init(_ body: JSONObject, options: EventWriteOptions, isInstance: Bool = false) throws(GoogleError) {
        schedule = try Self.schedule(body, isInstance: isInstance)
        status =
            StoredEvent.Status(
                rawValue: try Self.choice(
                    body, "status", ["confirmed", "tentative", "cancelled"], default: "confirmed")) ?? .confirmed
        isTransparent =
            try Self.choice(body, "transparency", ["opaque", "transparent"], default: "opaque") == "transparent"
        visibility = try Self.choice(
            body, "visibility", ["default", "public", "private", "confidential"], default: "default")
        let types = ["default", "outOfOffice", "focusTime", "workingLocation", "birthday", "fromGmail"]
        eventType = Self.isPresent(body["eventType"]) ? try Self.choice(body, "eventType", types, default: "") : nil
        if let value = body["sequence"], !value.isNull {
            guard let number = value.lenientInteger, number >= 0 else { throw .invalid("Invalid value for: sequence") }
            sequence = number
        } else {
            sequence = nil
        }
        attendees = try EventGuests.read(body["attendees"])
        let properties = try ExtendedProperties(body["extendedProperties"])
        privateProperties = properties.private
        sharedProperties = properties.shared
        reminders = try EventReminders.read(body["reminders"])
        var content = JSONObject()
        for key in Self.contentKeys + options.additionalContentKeys {
            guard let value = body[key], !value.isNull else { continue }
            if ["summary", "description", "location", "colorId"].contains(key) {
                guard let text = value.string else { throw .invalid("Invalid value for: \(key)") }
                if text.isEmpty { continue }
            }
            content.append(key, value)
        }
        self.content = content
    }

    private static func schedule(_ body: JSONObject, isInstance: Bool) throws(GoogleError) -> EventSchedule {
        let start = try EventTime(body["start"], label: "start")
        let end = try EventTime(body["end"], label: "end")
        try checkRange(start, end)
        let recurrence = isInstance ? [] : try strings(body, "recurrence")
        if recurrence.isEmpty { return EventSchedule(start: start, end: end) }
        guard let set = RecurrenceSet(lines: recurrence) else { throw .invalid("Invalid recurrence rule.") }
        if !start.isAllDay {
            guard start.timeZone != nil else {
                throw .required("Missing time zone definition for start time.", location: "start")
            }
            guard end.timeZone != nil else {
                throw .required("Missing time zone definition for end time.", location: "end")
            }
        }
        return EventSchedule(start: start, end: end, recurrence: recurrence, recurrenceSet: set)
    }

    private static func isPresent(_ value: JSONValue?) -> Bool { value.map { !$0.isNull } ?? false }

    private static func checkRange(_ start: EventTime, _ end: EventTime) throws(GoogleError) {
        switch (start.start, end.start) {
        case (.day(let first), .day(let last)):
            if last <= first { throw .timeRangeEmpty }
        case (.instant(let first), .instant(let last)):
            if last < first { throw .timeRangeEmpty }
        case (.day, .instant), (.instant, .day):
            throw .invalid("Start and end times must either both be date or both be dateTime.")
        }
    }

    private static func strings(_ body: JSONObject, _ key: String) throws(GoogleError) -> [String] {
        guard let value = body[key], !value.isNull else { return [] }
        guard let strings = value.strings else { throw .invalid("Invalid value for: \(key)") }
        return strings
    }

    /// An empty string is no value: Google answers 400.
    private static func choice(
        _ body: JSONObject, _ key: String, _ values: [String], default usual: String
    ) throws(GoogleError) -> String {
        guard let value = body[key], !value.isNull else { return usual }
        guard let text = value.string, values.contains(text) else { throw .invalid("Invalid value for: \(key)") }
        return text
    }
}
