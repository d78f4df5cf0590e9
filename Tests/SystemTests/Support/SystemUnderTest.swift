import Foundation

/// Sandbox and broker in one process, `serve` in another, driven by curl and kcat alone.
struct SystemUnderTest: Sendable {
    static let account = "42"
    static let host = "host@example.com"
    static let apiToken = "system-test-token"
    static let secretKeys = "k1:" + Data(repeating: 9, count: 32).base64EncodedString()

    let folder: URL
    let sandboxURL: String
    let broker: String
    let port: Int
    private let daemons: Daemons
    private let environment: [String: String]

    var url: String { "http://127.0.0.1:\(port)" }
    var api: String { "\(url)/api/v1/accounts/\(Self.account)" }

    static func run(_ test: @escaping @Sendable (SystemUnderTest) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "system-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let daemons = Daemons(folder: folder)
        defer { daemons.kill() }
        try await test(try await SystemUnderTest(daemons))
    }

    private init(_ daemons: Daemons) async throws {
        self.daemons = daemons
        folder = daemons.folder
        let sandbox = try daemons.start(["sandbox", "--broker", "--port", "0", "--kartra-calls-per-second", "0"])
        let settings = try await Eventually.value("the sandbox's addresses") { () -> [String: String]? in
            let settings = Self.settings(in: sandbox.log)
            return settings["KAFKA_BOOTSTRAP_SERVERS"] == nil ? nil : settings
        }
        broker = settings["KAFKA_BOOTSTRAP_SERVERS"] ?? ""
        sandboxURL = (settings["GOOGLE_TOKEN_URL"] ?? "").replacing("/token", with: "")
        port = try await Self.freePort()
        let properties = folder.appending(path: "mock-broker.properties")
        try """
        broker.address.family=v4
        fetch.wait.max.ms=10
        heartbeat.interval.ms=500
        session.timeout.ms=3500
        """.write(to: properties, atomically: true, encoding: .utf8)
        environment = settings.merging(
            [
                "KAFKA_PROPERTIES_FILE": properties.path, "HTTP_PORT": "\(port)",
                "STORE_URL": "sqlite:" + folder.appending(path: "calsync.db").path, "API_TOKEN": Self.apiToken,
                "KARTRA_PING_SECRET": "system-test-secret", "KARTRA_CALLS_PER_SECOND": "1000",
                "SECRET_KEYS": Self.secretKeys,
            ]) { _, ours in ours }
    }

    /// What a sandbox says it is met with.
    static func settings(in log: String) -> [String: String] {
        var settings: [String: String] = [:]
        for line in log.split(separator: "\n") {
            let parts = line.trimmingCharacters(in: .whitespaces).split(separator: "=", maxSplits: 1)
            if parts.count == 2 { settings[String(parts[0])] = String(parts[1]) }
        }
        return settings
    }

    /// Below what the system gives to connections, so that none takes it before the process that is to have it.
    static func freePort() async throws -> Int {
        let program = """
            import random, socket
            while True:
                port = random.randrange(20000, 32000)
                try:
                    socket.socket().bind(("127.0.0.1", port))
                except OSError:
                    continue
                print(port)
                break
            """
        let text = try await Command.run("python3", ["-c", program])
        return Int(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    // MARK: The processes

    /// `serve` with all roles, once it is ready.
    func serve(_ settings: [String: String] = [:]) async throws -> Daemon {
        let daemon = try daemons.start(["serve"], environment: environment.merging(settings) { _, given in given })
        do {
            try await Eventually.value("readiness of serve") {
                try await Command.run("curl", ["-sf", "\(url)/readyz"])
            }
        } catch {
            throw Eventually.Never(description: "\(error)\n\(daemon.log)")
        }
        return daemon
    }

    func calsync(_ arguments: [String]) async throws -> Daemon {
        try daemons.start(arguments, environment: environment)
    }

    // MARK: curl

    func curl(_ arguments: [String]) async throws -> [String: Any] {
        let text = try await Command.run("curl", ["-sS"] + arguments)
        return (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] ?? [:]
    }

    func callAPI(_ path: String, _ arguments: [String] = []) async throws -> [String: Any] {
        try await curl(["-H", "Authorization: Bearer \(Self.apiToken)"] + arguments + [api + path])
    }

    /// Integrates Google through the consent form, as a browser would.
    /// - Returns: the integration's id.
    func connect() async throws -> String {
        let jar = folder.appending(path: "cookies").path
        let begun = try await callAPI("/integrations", ["-c", jar, "-d", #"{"provider":"google"}"#])
        let asked = URLComponents(string: begun["authorizeURL"] as? String ?? "")?.queryItems ?? []
        let scopes = asked.first { $0.name == "scope" }?.value?.split(separator: " ").map(String.init) ?? []
        let fields =
            asked.map { "\($0.name)=\($0.value ?? "")" } + scopes.map { "grant=\($0)" }
            + ["account=\(Self.host)", "decision=allow"]
        let answer = try await Command.run(
            "curl",
            ["-sS", "-D", "-", "-o", "/dev/null"] + fields.flatMap { ["--data-urlencode", $0] }
                + ["\(sandboxURL)/o/oauth2/v2/auth"])
        let location = answer.split(whereSeparator: \.isNewline).first { $0.lowercased().hasPrefix("location:") }
        let callback = location?.dropFirst("location:".count).trimmingCharacters(in: .whitespaces) ?? ""
        _ = try await Command.run("curl", ["-sSf", "-b", jar, callback])
        let listed = try await callAPI("/integrations")
        return (listed["integrations"] as? [[String: Any]])?.first?["id"] as? String ?? ""
    }

    func link(_ classId: String, integration: String, calendar: String = host) async throws {
        let body =
            #"{"calendarId":"77","integrationId":"\#(integration)","googleCalendarId":"\#(calendar)","options":{}}"#
        _ = try await callAPI("/classes/\(classId)/link", ["-X", "PUT", "-d", body])
        try await Eventually.value("link of class \(classId) in step") {
            try await callAPI("/classes/\(classId)/link")["status"] as? String == "in_step" ? true : nil
        }
    }

    /// An access token with which the test acts as the host in Google Calendar.
    func hostToken() async throws -> String {
        try await curl(["-d", #"{"email":"\#(Self.host)"}"#, "\(sandboxURL)/control/google/access-tokens"])[
            "access_token"]
            as? String ?? ""
    }

    func events(_ token: String) async throws -> [[String: Any]] {
        let list = try await curl([
            "-H", "Authorization: Bearer \(token)",
            "\(sandboxURL)/calendar/v3/calendars/host%40example.com/events?maxResults=2500",
        ])
        return list["items"] as? [[String: Any]] ?? []
    }

    func blockIds(_ classId: String) async throws -> [String] {
        let list = try await curl([
            "-H", "Authorization: Bearer sandbox-kartra-token",
            "\(sandboxURL)/kartra/v1/calendars/77/classes/\(classId)/busy-blocks"
                + "?from=2020-01-01T00:00:00Z&to=2099-01-01T00:00:00Z",
        ])
        return (list["items"] as? [[String: Any]] ?? []).compactMap { $0["blockId"] as? String }
    }

    // MARK: kcat

    func produce(_ topic: String, _ lines: [String], headers: [String], key: String? = nil) async throws {
        try await Command.run(
            "kcat",
            ["-P", "-b", broker, "-t", topic] + (key.map { ["-k", $0] } ?? []) + headers.flatMap { ["-H", $0] },
            input: lines.joined(separator: "\n") + "\n")
    }

    /// Everything in a topic: headers and values.
    func consume(_ topic: String) async throws -> [(headers: [String: String], value: String?)] {
        let text = try await Command.run("kcat", ["-C", "-b", broker, "-t", topic, "-e", "-q", "-J"])
        return text.split(separator: "\n").compactMap { line in
            guard let record = (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any] else {
                return nil
            }
            let list = record["headers"] as? [String] ?? []
            var headers: [String: String] = [:]
            for index in stride(from: 0, to: list.count - 1, by: 2) { headers[list[index]] = list[index + 1] }
            return (headers, record["payload"] as? String)
        }
    }
}
