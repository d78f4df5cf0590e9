import CalendarSync
import Foundation
import OutboundHTTP

/// What an account owner does once: connects Google by consent, links the classes, enters the ping's address in Kartra.
struct DemoSetUp: Sendable {
    let calsync: JSONClient
    let sandbox: JSONClient
    let world: DemoWorld
    let table: DemoTable

    private var account: String { "/api/v1/accounts/\(DemoWorld.accountId)" }

    /// - Returns: the integration's id.
    func connect() async throws -> String {
        let begun = try await calsync.call(.post, account + "/integrations", ["provider": "google"])
        let cookie = begun.headers["Set-Cookie"]?.prefix { $0 != ";" } ?? ""
        let page = begun.object["authorizeURL"] as? String ?? ""
        let asked = URLComponents(string: page)?.queryItems ?? []
        let scopes = asked.first { $0.name == "scope" }?.value?.split(separator: " ").map(String.init) ?? []
        let consented = try await sandbox.form(
            "/o/oauth2/v2/auth",
            asked.map { ($0.name, $0.value ?? "") } + scopes.map { ("grant", $0) }
                + [("account", DemoWorld.hostEmail), ("decision", "allow")])
        _ = try await calsync.send(
            .get, consented.headers["Location"] ?? "", ["Cookie": String(cookie)], nil, expecting: 200...399)
        let listed = try await calsync.call(.get, account + "/integrations")
        let integrations = listed.object["integrations"] as? [[String: Any]] ?? []
        guard let id = integrations.first?["id"] as? String else {
            throw JSONClient.Unexpected(call: "GET integrations", status: listed.status, body: "no integration")
        }
        table.step("connected", "\(DemoWorld.hostEmail), by OAuth with consent, PKCE and a sealed refresh token")
        return id
    }

    func link(_ classId: String, name: String, to googleCalendar: String, integrationId: String) async throws {
        try await calsync.call(
            .put, account + "/classes/\(classId)/link",
            [
                "calendarId": DemoWorld.calendarId, "integrationId": integrationId, "googleCalendarId": googleCalendar,
                "options": [String: String](),
            ])
        table.step("linked", "class “\(name)” ⇄ Google calendar \(googleCalendar)")
    }

    func enterPingURL(base: String) async throws {
        let url = PingSecret(world.pingSecret).url(base: base, accountId: DemoWorld.accountId)
        try await sandbox.call(.post, "/control/kartra/accounts/\(DemoWorld.accountId)/outbound", ["url": url])
        table.step("pings", "Kartra pings \(base)/webhooks/kartra/\(DemoWorld.accountId)/…")
    }

    /// All of the calendars has been read, and Google pushes.
    func waitUntilInStep(_ classIds: [String], deadline: ContinuousClock.Instant) async throws {
        for classId in classIds {
            var status = ""
            repeat {
                let link = try await calsync.call(.get, account + "/classes/\(classId)/link")
                status = link.object["status"] as? String ?? ""
                if status != "in_step" { try await Task.sleep(for: .milliseconds(50)) }
            } while status != "in_step" && ContinuousClock.now < deadline
            guard status == "in_step" else {
                throw JSONClient.Unexpected(call: "GET link of class \(classId)", status: 200, body: "status \(status)")
            }
        }
        table.step("in step", "both calendars read, push channels open")
    }
}
