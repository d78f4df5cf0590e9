import Logging
import Testing

@testable import Sandbox

/// A sandbox on a free port, and short ways to call it.
struct RunningSandbox {
    static let host = "host@example.com"

    let client: TestClient
    /// For the configured host, with every calendar scope.
    let token: String

    static func with(
        _ configuration: SandboxConfiguration = SandboxConfiguration(),
        _ body: (RunningSandbox) async throws -> Void
    ) async throws {
        var logger = Logger(label: "sandbox.tests")
        logger.logLevel = .error
        let server = try SandboxServer(configuration: configuration, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            defer { group.cancelAll() }
            let client = TestClient(port: try await server.boundPort())
            let minted = try await client.send(
                "POST", "/control/google/access-tokens",
                body: JSONWriter.write(["email": .string(configuration.google.accounts.first?.email ?? host)]))
            try await body(RunningSandbox(client: client, token: try #require(minted["access_token"]?.string)))
        }
    }

    var base: String { "http://127.0.0.1:\(client.port)" }

    /// A Calendar call; `path` is below `/calendar/v3/`.
    func call(
        _ method: String, _ path: String, _ body: JSONValue? = nil, token: String? = nil,
        headers: [(String, String)] = []
    ) async throws -> HTTPAnswer {
        try await client.send(
            method, "/calendar/v3/" + path,
            headers: [("Authorization", "Bearer " + (token ?? self.token))] + headers,
            body: body.map { JSONWriter.write($0) } ?? [])
    }

    func insert(_ event: JSONValue, calendar: String = "primary") async throws -> HTTPAnswer {
        try await call("POST", "calendars/\(PercentEncoding.encode(calendar))/events", event)
    }

    func control(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> HTTPAnswer {
        try await client.send(method, "/control/" + path, body: body.map { JSONWriter.write($0) } ?? [])
    }

    func kartra(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> HTTPAnswer {
        try await client.send(
            method, "/kartra/v1/" + path, headers: [("Authorization", "Bearer sandbox-kartra-token")],
            body: body.map { JSONWriter.write($0) } ?? [])
    }

    func toggle(_ changes: JSONValue) async throws {
        let answer = try await control("POST", "google/toggles", changes)
        #expect(answer.status == 200)
    }

    func mint(_ scope: String) async throws -> String {
        let answer = try await control(
            "POST", "google/access-tokens", ["email": .string(Self.host), "scope": .string(scope)])
        return try #require(answer["access_token"]?.string)
    }

    /// Follows pages to the end and returns all items with the sync token.
    func list(_ query: String, calendar: String = "primary") async throws -> (items: [JSONObject], token: String?) {
        var items: [JSONObject] = []
        var page: String?
        repeat {
            let more = page.map { "&pageToken=" + PercentEncoding.encode($0) } ?? ""
            let answer = try await call("GET", "calendars/\(PercentEncoding.encode(calendar))/events?\(query)\(more)")
            try #require(answer.status == 200, "\(answer.text)")
            items += (answer["items"]?.array ?? []).compactMap(\.object)
            page = answer["nextPageToken"]?.string
            if page == nil { return (items, answer["nextSyncToken"]?.string) }
        } while true
    }
}
