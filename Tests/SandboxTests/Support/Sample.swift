@testable import Sandbox

/// Bodies of events.
enum Sample {
    static func timed(_ start: String, _ end: String, id: String? = nil, more: JSONObject = [:]) -> JSONValue {
        var event: JSONObject = [
            "summary": "Dentist", "start": ["dateTime": .string(start)], "end": ["dateTime": .string(end)],
        ]
        event.append("id", id)
        for (key, value) in more.members { event[key] = value }
        return .object(event)
    }

    static func hour(id: String? = nil, more: JSONObject = [:]) -> JSONValue {
        timed("2026-12-11T09:00:00-07:00", "2026-12-11T10:00:00-07:00", id: id, more: more)
    }

    /// Half an hour from Monday 26 October 2026, 09:00 in Denver, a week before daylight saving ends there.
    static func series(_ rule: String, id: String? = nil, more: JSONObject = [:]) -> JSONValue {
        var event: JSONObject = [
            "summary": "Standup", "recurrence": [.string(rule)],
            "start": ["dateTime": "2026-10-26T09:00:00", "timeZone": "America/Denver"],
            "end": ["dateTime": "2026-10-26T09:30:00", "timeZone": "America/Denver"],
        ]
        event.append("id", id)
        for (key, value) in more.members { event[key] = value }
        return .object(event)
    }
}
