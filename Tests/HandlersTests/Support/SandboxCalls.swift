import Foundation
import OutboundHTTP

/// What a test does to the sandbox: as the host in Google Calendar, and by its control endpoints.
actor SandboxCalls {
    struct Unexpected: Error {
        let path: String
        let status: Int
        let body: String
    }

    struct Event: Sendable, Hashable {
        let id: String
        let status: String
        let summary: String
        let start: String
        let end: String
        /// As written, IANA name.
        let timeZone: String
        /// What stands under the product's own property.
        let marker: String?
    }

    struct Block: Sendable, Hashable {
        let startsAt: String
        let endsAt: String
        let allDay: Bool
    }

    let http: HTTPClient
    let baseURL: String
    private var token = ""

    init(http: HTTPClient, baseURL: String) {
        self.http = http
        self.baseURL = baseURL
    }

    func useTokens(of email: String) async {
        token = (try? await mint(email))?["access_token"] as? String ?? ""
    }

    func mintRefreshToken(email: String) async throws -> String {
        try await mint(email)["refresh_token"] as? String ?? ""
    }

    private func mint(_ email: String) async throws -> [String: Any] {
        try await call(.post, "/control/google/access-tokens", ["email": email, "clientId": "sandbox-client"])
    }

    // MARK: Google

    @discardableResult
    func insert(_ calendar: String, _ event: [String: any Sendable]) async throws -> String {
        try await call(.post, events(calendar), event)["id"] as? String ?? ""
    }

    func put(_ calendar: String, _ id: String, _ event: [String: any Sendable]) async throws {
        try await call(.put, events(calendar) + "/\(id)", event)
    }

    func delete(_ calendar: String, _ id: String) async throws {
        try await call(.delete, events(calendar) + "/\(id)", nil)
    }

    /// The calendar's events that are not deleted.
    func live(_ calendar: String) async throws -> [Event] {
        let list = try await call(.get, events(calendar) + "?maxResults=2500", nil)
        return (list["items"] as? [[String: Any]] ?? []).map { item in
            let start = item["start"] as? [String: Any] ?? [:]
            let end = item["end"] as? [String: Any] ?? [:]
            let properties = (item["extendedProperties"] as? [String: Any])?["private"] as? [String: Any]
            return Event(
                id: item["id"] as? String ?? "", status: item["status"] as? String ?? "",
                summary: item["summary"] as? String ?? "",
                start: start["dateTime"] as? String ?? start["date"] as? String ?? "",
                end: end["dateTime"] as? String ?? end["date"] as? String ?? "",
                timeZone: start["timeZone"] as? String ?? "", marker: properties?["calsync"] as? String)
        }
    }

    // MARK: Kartra

    func blocks(_ classId: String) async throws -> Set<Block> {
        let list = try await call(
            .get,
            "/kartra/v1/calendars/77/classes/\(classId)/busy-blocks?from=2020-01-01T00:00:00Z&to=2099-01-01T00:00:00Z",
            nil, token: "sandbox-kartra-token")
        return Set(
            (list["items"] as? [[String: Any]] ?? []).map { item in
                Block(
                    startsAt: item["startsAt"] as? String ?? "", endsAt: item["endsAt"] as? String ?? "",
                    allDay: item["allDay"] as? Bool ?? false)
            })
    }

    // MARK: Control

    func control(_ path: String, _ body: [String: any Sendable]) async throws {
        try await call(.post, "/control/" + path, body)
    }

    /// - Returns: the fault's id, to take it away again.
    func addFault(_ fault: [String: any Sendable]) async throws -> Int {
        try await call(.post, "/control/faults", fault)["id"] as? Int ?? 0
    }

    func removeFault(_ id: Int) async throws { try await call(.delete, "/control/faults/\(id)", nil) }

    func addCalendar(_ calendar: String, to email: String) async throws {
        try await control("google/users/\(email)/calendars", ["id": calendar, "timeZone": "America/Denver"])
    }

    /// Takes a calendar out of the reach of an account.
    func remove(_ calendar: String, from email: String) async throws {
        let id = calendar.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        try await call(.delete, "/control/google/users/\(email)/calendars/\(id)", nil)
    }

    /// Calls of a method since the last reset, such as `events.insert`.
    func calls() async throws -> [String: Int] {
        var flat: [String: Int] = [:]
        func collect(_ object: [String: Any]) {
            for (key, value) in object {
                if let number = value as? Int { flat[key] = number }
                if let inner = value as? [String: Any] { collect(inner) }
            }
        }
        collect(try await call(.get, "/control/calls", nil))
        return flat
    }

    func resetCalls() async throws { try await call(.delete, "/control/calls", nil) }

    @discardableResult
    func call(
        _ method: OutboundRequest.Method, _ path: String, _ body: [String: any Sendable]?, token given: String? = nil,
        ifMatch etag: String? = nil
    ) async throws -> [String: Any] {
        var headers: OutboundHeaders = ["Authorization": "Bearer \(given ?? token)"]
        if body != nil { headers.add("Content-Type", "application/json") }
        if let etag { headers.add("If-Match", etag) }
        let data = try body.map { Array(try JSONSerialization.data(withJSONObject: $0)) }
        let answer = try await http.send(OutboundRequest(method, baseURL + path, headers: headers, body: data))
        guard (200...299).contains(answer.status) else {
            throw Unexpected(path: path, status: answer.status, body: String(decoding: answer.body, as: UTF8.self))
        }
        return (try? JSONSerialization.jsonObject(with: Data(answer.body))) as? [String: Any] ?? [:]
    }

    func events(_ calendar: String) -> String {
        "/calendar/v3/calendars/\(calendar.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")/events"
    }
}
