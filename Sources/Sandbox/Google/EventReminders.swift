/// The reminders of an event: at most five overrides, by email or popup, up to four weeks before.
enum EventReminders {
    static func read(_ value: JSONValue?) throws(GoogleError) -> JSONObject {
        guard let value, !value.isNull else { return ["useDefault": true] }
        guard let object = value.object else { throw .invalid("Invalid value for: reminders") }
        let useDefault = object["useDefault"]?.bool ?? false
        guard let overrides = object["overrides"], !overrides.isNull else {
            return ["useDefault": .bool(useDefault)]
        }
        guard let list = overrides.array else { throw .invalid("Invalid value for: overrides") }
        if list.isEmpty { return ["useDefault": .bool(useDefault)] }
        if useDefault { throw .cannotUseDefaultReminders }
        guard list.count <= 5 else { throw .invalid("Too many override reminders.") }
        for reminder in list {
            guard let method = reminder.object?.string("method"), ["email", "popup"].contains(method) else {
                throw .invalid("Invalid value for: method")
            }
            guard let minutes = reminder.object?["minutes"]?.lenientInteger, (0...40_320).contains(minutes) else {
                throw .invalid("Invalid value for: minutes")
            }
        }
        return ["useDefault": false, "overrides": .array(list)]
    }
}
