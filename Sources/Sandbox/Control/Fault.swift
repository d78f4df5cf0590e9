/// A disturbance: which calls it hits, how often, and what happens to them.
struct Fault: Sendable {
    /// What a call is known by when faults are looked for.
    struct Call: Sendable {
        let method: String
        var calendarId: String?
        var eventId: String?
        var user: String?
    }

    let id: Int
    /// `events.insert`, `events.*`, `kartra.*` or `*`.
    let method: String
    let calendarId: String?
    let eventId: String?
    let user: String?
    /// `nil` only delays.
    let answer: FaultAnswer?
    let probability: Double
    let delayMilliseconds: Int
    /// Never answers; the connection is closed when the sandbox stops.
    let hangs: Bool
    /// The call takes effect first, then the answer is replaced: what a client sees when only the answer is lost.
    let isAfterEffect: Bool
    /// How many more calls it hits; `nil` is no end.
    var remaining: Int?

    func matches(_ call: Call) -> Bool {
        let methodMatches =
            method == "*" || method == call.method
            || (method.hasSuffix(".*") && call.method.hasPrefix(method.dropLast(1)))
        return methodMatches && (calendarId == nil || calendarId == call.calendarId)
            && (eventId == nil || eventId == call.eventId) && (user == nil || user == call.user)
    }

    var json: JSONValue {
        var match: JSONObject = ["method": .string(method)]
        match.append("calendarId", calendarId)
        match.append("eventId", eventId)
        match.append("user", user)
        var object: JSONObject = ["id": .integer(id), "match": .object(match)]
        if let answer {
            object.append("status", .integer(answer.status))
            object.append("reason", answer.reason)
            if let retryAfter = answer.retryAfter { object.append("retryAfter", .integer(retryAfter)) }
        }
        object.append("probability", .double(probability))
        object.append("delayMilliseconds", .integer(delayMilliseconds))
        object.append("hang", .bool(hangs))
        object.append("after", .bool(isAfterEffect))
        if let remaining { object.append("times", .integer(remaining)) }
        return .object(object)
    }
}
