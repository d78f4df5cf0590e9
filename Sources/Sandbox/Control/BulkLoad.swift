/// Fills a calendar at once, for tests and measurements with more events than one would insert one by one.
enum BulkLoad {
    /// `{"events":[…]}`: each as `events.insert` takes it, and with the ids of split series, in the name of the calendar's owner. Channels hear of all of
    /// them together. Ends at the first that Google would refuse; those before it stay.
    static func insert(
        _ body: JSONObject, into calendarId: String, _ parts: SandboxParts
    ) throws(APIError) -> JSONValue {
        guard let events = body["events"]?.array else { throw .invalid("An array is needed.", field: "events") }
        let store = parts.calendars
        let toggles = parts.toggles.google
        let ids = try store.write { state throws(APIError) in
            try state.withCalendar(calendarId) { calendar throws(APIError) -> [JSONValue] in
                let writer = EventWriter(
                    caller: calendar.owner, toggles: toggles, now: store.clock.milliseconds, random: store.random,
                    options: .everything)
                var ids: [JSONValue] = []
                for (index, event) in events.enumerated() {
                    do throws(GoogleError) {
                        ids.append(.string(try writer.insert(event.object ?? JSONObject(), into: &calendar).id))
                    } catch {
                        throw .invalid("Google would refuse this event.", field: "events[\(index)]")
                    }
                }
                return ids
            }
        }
        guard let ids else { throw .notFound("No such calendar.") }
        parts.push.calendarChanged(calendarId)
        return ["ids": .array(ids)]
    }
}
