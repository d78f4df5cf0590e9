import Foundation
import OutboundHTTP

extension SandboxCalls {
    /// Makes a calendar of the host's own.
    func makeCalendar(_ summary: String, description: String) async throws -> String {
        try await call(.post, "/calendar/v3/calendars", ["summary": summary, "description": description])["id"]
            as? String ?? ""
    }

    /// A grant of some scopes only.
    func mintRefreshToken(email: String, scopes: [String]) async throws -> String {
        try await call(
            .post, "/control/google/access-tokens",
            ["email": email, "clientId": "sandbox-client", "scope": scopes.joined(separator: " ")])["refresh_token"]
            as? String ?? ""
    }

    /// Members of an event as Google gives it; nested ones by a path such as `start.timeZone`.
    func event(_ calendar: String, _ id: String, members: [String]) async throws -> [String: String] {
        let event = try await call(.get, events(calendar) + "/" + id, nil)
        return members.reduce(into: [:]) { found, path in
            let value = path.split(separator: ".").reduce(event as Any?) { object, name in
                (object as? [String: Any])?[String(name)]
            }
            if let value { found[path] = "\(value)" }
        }
    }
}
