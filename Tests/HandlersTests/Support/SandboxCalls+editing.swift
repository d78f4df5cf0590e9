import CalendarSync
import Foundation
import OutboundHTTP

/// What the owner of a calendar does to it, and what both sides then say of it.
extension SandboxCalls {
    /// Reads the event, the deleted one or the instance too, and puts it back with these members changed.
    func edit(_ calendar: String, _ id: String, _ changes: [String: any Sendable]) async throws {
        var event = try await call(.get, events(calendar) + "/\(id)", nil).filter { $0.key != "reminders" }
        for (key, value) in changes { event[key] = value }
        try await put(calendar, id, event.compactMapValues { Self.sendable($0) })
    }

    /// The same, but refused where the event has changed since it was read.
    func editAsRead(_ calendar: String, _ id: String, _ changes: [String: any Sendable]) async throws {
        var event = try await call(.get, events(calendar) + "/\(id)", nil).filter { $0.key != "reminders" }
        let etag = event["etag"] as? String
        for (key, value) in changes { event[key] = value }
        try await call(
            .put, events(calendar) + "/\(id)", event.compactMapValues { Self.sendable($0) }, ifMatch: etag)
    }

    /// Makes an event like this one, its private properties included.
    func copy(_ calendar: String, _ id: String) async throws -> String {
        let own: Set<String> = ["id", "iCalUID", "reminders"]
        let event = try await call(.get, events(calendar) + "/\(id)", nil).filter { !own.contains($0.key) }
        return try await insert(calendar, event.compactMapValues { Self.sendable($0) })
    }

    /// Whether the event is a single one, and neither deleted nor shown as free.
    func isOpaque(_ calendar: String, _ id: String) async throws -> Bool {
        let event: [String: Any]
        do {
            event = try await call(.get, events(calendar) + "/\(id)", nil)
        } catch let error as Unexpected where error.status == 404 {
            // Deleted so long ago that Google has forgotten it.
            return false
        }
        return event["status"] as? String != "cancelled" && event["transparency"] as? String != "transparent"
            && event["recurrence"] == nil
    }

    /// Ids of the next instances of a series with their starts and ends.
    func instances(
        _ calendar: String, _ id: String, from: Date, count: Int
    ) async throws -> [(id: String, start: [String: String], end: [String: String])] {
        let list = try await call(
            .get, events(calendar) + "/\(id)/instances?timeMin=\(from.rfc3339)&maxResults=\(count)", nil)
        return (list["items"] as? [[String: Any]] ?? []).map { item in
            (
                item["id"] as? String ?? "", item["start"] as? [String: String] ?? [:],
                item["end"] as? [String: String] ?? [:]
            )
        }
    }

    /// `freebusy.query`, in seconds since 1970.
    func freeBusy(_ calendar: String, _ bounds: Range<Int>) async throws -> [Range<Int>] {
        func text(_ seconds: Int) -> String { Date(timeIntervalSince1970: TimeInterval(seconds)).rfc3339 }
        let answer = try await call(
            .post, "/calendar/v3/freeBusy",
            ["timeMin": text(bounds.lowerBound), "timeMax": text(bounds.upperBound), "items": [["id": calendar]]])
        let own = (answer["calendars"] as? [String: Any])?[calendar] as? [String: Any]
        guard let busy = own?["busy"] as? [[String: String]], own?["errors"] == nil else {
            throw Unexpected(path: "freeBusy", status: 200, body: "\(answer)")
        }
        return try busy.map { try Self.range($0["start"], $0["end"]) }
    }

    /// Kartra forgets a block.
    func loseBlock(_ id: String, of classId: String, calendarId: String = "77") async throws {
        try await call(
            .delete, "/kartra/v1/calendars/\(calendarId)/classes/\(classId)/busy-blocks/\(id)", nil,
            token: "sandbox-kartra-token")
    }

    /// Kartra has a block of an hour that nobody wants.
    func plantBlock(_ id: String, of classId: String, on day: String, calendarId: String = "77") async throws {
        try await call(
            .put, "/kartra/v1/calendars/\(calendarId)/classes/\(classId)/busy-blocks/\(id)",
            [
                "startsAt": "\(day)T10:00:00-06:00", "endsAt": "\(day)T11:00:00-06:00", "allDay": false,
                "timeZone": "America/Denver", "origin": "google",
            ], token: "sandbox-kartra-token")
    }

    /// Kartra's blocks of a class by their ids.
    func blocks(_ calendarId: String, _ classId: String) async throws -> [String: Range<Int>] {
        var blocks: [String: Range<Int>] = [:]
        var page = ""
        repeat {
            let list = try await call(
                .get, "/kartra/v1/calendars/\(calendarId)/classes/\(classId)/busy-blocks" + page, nil,
                token: "sandbox-kartra-token")
            for item in list["items"] as? [[String: Any]] ?? [] {
                blocks[item["blockId"] as? String ?? ""] = try Self.range(
                    item["startsAt"] as? String, item["endsAt"] as? String)
            }
            let next = list["nextPageToken"] as? String
            page =
                next.map { "?pageToken=\($0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" } ?? ""
        } while !page.isEmpty
        return blocks
    }

    /// A new account with a calendar of its own, which the host may write to: the primary one where it bears its address.
    /// - Returns: what that account does.
    func addCalendar(_ id: String, timeZone: String, of owner: String, host: String) async throws -> SandboxCalls {
        let calendar = ["id": id, "timeZone": timeZone, "accessRole": "owner"]
        try await control("google/users", ["email": owner, "calendars": [calendar]])
        try await control("google/users/\(host)/calendars", calendar)
        let calls = SandboxCalls(http: http, baseURL: baseURL)
        await calls.useTokens(of: owner)
        return calls
    }

    func setTimeZone(of calendar: String, to zone: String) async throws {
        let id = calendar.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        try await call(.put, "/control/google/calendars/\(id)", ["timeZone": zone])
    }

    /// Gives an account another role in a calendar, or gives the calendar back to it.
    func share(_ calendar: String, with email: String, as role: String) async throws {
        let id = calendar.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        try await call(.put, "/control/google/users/\(email)/calendars/\(id)", ["accessRole": role])
    }

    static func range(_ start: String?, _ end: String?) throws -> Range<Int> {
        guard let start = start.flatMap({ Date(rfc3339: $0) }), let end = end.flatMap({ Date(rfc3339: $0) }),
            start <= end
        else { throw Unexpected(path: "times", status: 200, body: "\(start ?? "")/\(end ?? "")") }
        return Int(start.timeIntervalSince1970)..<Int(end.timeIntervalSince1970)
    }

    /// JSON as JSONSerialization reads it, in types that may be passed on; numbers and flags say nothing about times.
    private static func sendable(_ value: Any) -> (any Sendable)? {
        switch value {
        case let text as String: text
        case let object as [String: Any]: object.compactMapValues { sendable($0) }
        case let list as [Any]: list.compactMap { sendable($0) }
        default: nil
        }
    }
}
