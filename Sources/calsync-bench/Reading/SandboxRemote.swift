import Foundation
import OutboundHTTP

/// Steers a sandbox in another process by its control endpoints.
struct SandboxRemote: Sendable {
    struct Refused: Error {
        let path: String
        let status: Int
    }

    let baseURL: String
    private let http: HTTPClient

    init(baseURL: String) throws {
        self.baseURL = baseURL
        http = try HTTPClient()
    }

    func close() async { await http.shutdown() }

    /// An account with this primary calendar, and a Kartra account with one class.
    func addCalendar(_ id: String, kartra: String) async throws {
        let calendar: [String: any Sendable] = ["id": id, "timeZone": "America/Denver", "primary": true]
        try await call(.post, "google/users", ["email": id, "calendars": [calendar]])
        let listed: [String: any Sendable] = [
            "id": kartra, "name": kartra, "classes": [["id": "\(kartra)-class", "name": "Class"]],
        ]
        try await call(.post, "kartra/accounts", ["id": kartra, "calendars": [listed]])
    }

    func load(_ events: [[String: any Sendable]], into calendar: String) async throws {
        try await call(.post, "google/calendars/\(calendar)/events", ["events": events])
    }

    func setLatency(_ milliseconds: Int) async throws {
        try await call(.post, "latency", ["milliseconds": milliseconds])
    }

    func resetCalls() async throws { try await call(.delete, "calls") }

    /// By method, such as `events.list`.
    func calls() async throws -> [String: Int] { try await call(.get, "calls")["calls"] as? [String: Int] ?? [:] }

    func blocks(of kartra: String) async throws -> Int {
        let blocks = try await call(.get, "state")["blocks"] as? [String: Int]
        return blocks?["\(kartra)/\(kartra)-class"] ?? 0
    }

    func mintRefreshToken(_ email: String) async throws -> String {
        let minted = try await call(
            .post, "google/access-tokens", ["email": email, "clientId": "sandbox-client"])
        return minted["refresh_token"] as? String ?? ""
    }

    @discardableResult
    private func call(
        _ method: OutboundRequest.Method, _ path: String, _ body: [String: any Sendable]? = nil
    ) async throws -> [String: Any] {
        let data = try body.map { Array(try JSONSerialization.data(withJSONObject: $0)) }
        let answer = try await http.send(
            OutboundRequest(
                method, "\(baseURL)/control/\(path)", headers: ["Content-Type": "application/json"], body: data,
                timeout: .seconds(120)))
        guard (200...299).contains(answer.status) else { throw Refused(path: path, status: answer.status) }
        return (try? JSONSerialization.jsonObject(with: Data(answer.body))) as? [String: Any] ?? [:]
    }
}
