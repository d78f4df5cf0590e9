/// The attendee list of an event.
enum EventGuests {
    private static let keys = [
        "email", "displayName", "optional", "resource", "responseStatus", "comment", "additionalGuests", "id",
    ]
    private static let answers = ["needsAction", "declined", "tentative", "accepted"]

    static func read(_ value: JSONValue?) throws(GoogleError) -> [JSONObject] {
        guard let value, !value.isNull else { return [] }
        guard let list = value.array else { throw .invalid("Invalid value for: attendees") }
        var guests: [JSONObject] = []
        for entry in list {
            guard let object = entry.object, let email = object.string("email"), email.contains("@") else {
                throw .invalid("Invalid attendee email.")
            }
            var guest = JSONObject()
            for key in keys {
                if let value = object[key], !value.isNull { guest.append(key, value) }
            }
            let answer = guest.string("responseStatus") ?? "needsAction"
            guard answers.contains(answer) else { throw .invalid("Invalid value for: responseStatus") }
            guest["responseStatus"] = .string(answer)
            guests.append(guest)
        }
        return guests
    }
}
