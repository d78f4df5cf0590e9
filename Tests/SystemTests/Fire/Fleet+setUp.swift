import Foundation
import OutboundHTTP

extension Fleet {
    /// Users and calendars in Google, accounts and classes in Kartra, each user's consent, a link for every class; returns
    /// when all links are in step.
    func setUp() async throws {
        try await liftQuotas()
        try await inParallel(Array(0..<size.accounts)) { try await self.setUp($0) }
    }

    /// A minute's quota would pace the test; refusals are injected instead.
    func liftQuotas() async throws {
        let none: [String: any Sendable] = ["perMinutePerUser": NSNull(), "perMinutePerProject": NSNull()]
        try await sandbox.call(.post, "/control/google/quota", none)
    }

    func setUp(_ account: Int) async throws {
        try await addRemotes(account)
        let integration = try await connect(account)
        for one in classes where one.account == account {
            try await console.call(
                .put, "/api/v1/accounts/\(one.accountId)/classes/\(one.classId)/link",
                [
                    "calendarId": one.calendarId, "integrationId": integration,
                    "googleCalendarId": one.googleCalendar, "options": [String: String](),
                ])
        }
        try await Eventually.value("account \(account) in step", within: .seconds(240)) { () -> Bool? in
            let statuses = try await self.statuses(account)
            return statuses.count == self.size.classesPerAccount && statuses.allSatisfy { $0 == "in_step" } ? true : nil
        }
    }

    func statuses(_ account: Int) async throws -> [String] {
        let status = try await console.call(.get, "/api/v1/accounts/\(FleetClass.accountId(account))/status")
        return (status.object["links"] as? [[String: Any]] ?? []).compactMap { $0["status"] as? String }
    }

    private func addRemotes(_ account: Int) async throws {
        let user = FleetClass.user(account)
        let listed = (0..<size.calendarsPerAccount).map { number -> [String: any Sendable] in
            [
                "id": FleetClass.googleCalendar(account, number), "timeZone": "UTC", "accessRole": "owner",
                "primary": number == 0,
            ]
        }
        try await sandbox.call(.post, "/control/google/users", ["email": user, "calendars": listed])
        let classes = classes.filter { $0.account == account }
            .map { one -> [String: any Sendable] in ["id": one.classId, "name": one.name] }
        try await sandbox.call(
            .post, "/control/kartra/accounts",
            [
                "id": FleetClass.accountId(account),
                "calendars": [
                    [
                        "id": FleetClass.kartraCalendar(account), "name": "Coaching", "timeZone": "UTC",
                        "classes": classes,
                    ] as [String: any Sendable]
                ],
            ])
    }

    /// Consents as a browser would.
    /// - Returns: the integration's id.
    @discardableResult
    func connect(_ account: Int) async throws -> String {
        let path = "/api/v1/accounts/\(FleetClass.accountId(account))/integrations"
        let begun = try await console.call(.post, path, ["provider": "google"])
        let cookie = String(begun.headers["Set-Cookie"]?.prefix { $0 != ";" } ?? "")
        let asked = URLComponents(string: begun.object["authorizeURL"] as? String ?? "")?.queryItems ?? []
        let scopes = asked.first { $0.name == "scope" }?.value?.split(separator: " ").map(String.init) ?? []
        let consented = try await sandbox.form(
            "/o/oauth2/v2/auth",
            asked.map { ($0.name, $0.value ?? "") } + scopes.map { ("grant", $0) }
                + [("account", FleetClass.user(account)), ("decision", "allow")])
        _ = try await console.send(
            .get, consented.headers["Location"] ?? "", ["Cookie": cookie], nil, also: [302, 303])
        let listed = try await console.call(.get, path).object["integrations"] as? [[String: Any]] ?? []
        guard let id = listed.first?["id"] as? String else {
            throw FleetClient.Unexpected(description: "account \(account) has no integration")
        }
        return id
    }

    /// What an owner does who does not want to wait any longer.
    func resync(_ account: Int) async throws {
        for one in classes where one.account == account {
            try await console.call(
                .post, "/api/v1/accounts/\(one.accountId)/classes/\(one.classId)/link/resync", [:])
        }
    }

    /// A client that acts as the account's host in Google Calendar.
    func host(_ account: Int, timeout: Duration) async throws -> FleetClient {
        let minted = try await sandbox.call(
            .post, "/control/google/access-tokens", ["email": FleetClass.user(account)])
        var client = sandbox
        client.timeout = timeout
        client.token = minted.object["access_token"] as? String
        return client
    }
}

/// Runs the work for all of them, a bounded number at once.
func inParallel<Item: Sendable>(
    _ items: [Item], width: Int = 16, _ work: @escaping @Sendable (Item) async throws -> Void
) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        for (index, item) in items.enumerated() {
            if index >= width { try await group.next() }
            group.addTask { try await work(item) }
        }
        try await group.waitForAll()
    }
}
