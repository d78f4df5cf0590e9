import Foundation
import OutboundHTTP
import Synchronization

/// A whole installation as separate processes: the broker in one, Google and Kartra in another, a real PostgreSQL, one process
/// for receiver, console and scheduler, and as many workers as are asked for.
final class Fleet: Sendable {
    static let apiToken = "fleet-token"
    /// What the in-memory broker takes for one: a heartbeat until all know, and its pause.
    static let rebalance = Duration.seconds(3)
    private static let frontRoles = "receiver,console,scheduler"

    let size: FleetSize
    let database: URL
    let broker: Daemon
    let brokers: String
    let sandbox: FleetClient
    let console: FleetClient
    private let daemons: Daemons
    private let replicas = Mutex<[Daemon]>([])
    private let workers: Mutex<[Daemon]>
    private let environment: [String: String]
    private let settings: [String: String]

    var folder: URL { daemons.folder }

    /// Starts everything but the workers, runs the test, ends everything, however it went.
    static func run(
        _ size: FleetSize, settings: [String: String] = [:], _ test: @escaping @Sendable (Fleet) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fleet-\(UUID().uuidString)")
        // The path of a socket is short, and the server's own user must reach it.
        let database = URL(filePath: "/tmp/calsync-fleet.\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let http = try HTTPClient()
        let daemons = Daemons(folder: folder)
        let outcome: Result<Void, any Error>
        do {
            try await test(
                try await Fleet(size, daemons: daemons, database: database, http: http, settings: settings))
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        daemons.kill()
        _ = try? await Command.run(Self.postgres, ["kill", database.path])
        await http.shutdown()
        keepLogs(folder)
        for url in [folder, database] { try? FileManager.default.removeItem(at: url) }
        try outcome.get()
    }

    private init(
        _ size: FleetSize, daemons: Daemons, database: URL, http: HTTPClient, settings: [String: String]
    ) async throws {
        self.size = size
        self.daemons = daemons
        self.database = database
        self.settings = settings
        let store = try await Command.run(Self.postgres, ["start", database.path])
        let broker = try daemons.start(["sandbox", "--broker", "--port", "0"])
        let google = try daemons.start(["sandbox", "--port", "0", "--kartra-calls-per-second", "0"])
        self.broker = broker
        let brokers = try await Eventually.value("the broker's address") {
            SystemUnderTest.settings(in: broker.log)["KAFKA_BOOTSTRAP_SERVERS"]
        }
        let remote = try await Eventually.value("the sandbox's addresses") { () -> [String: String]? in
            let lines = SystemUnderTest.settings(in: google.log)
            return lines["KARTRA_API_TOKEN"] == nil ? nil : lines
        }
        let port = try await SystemUnderTest.freePort()
        let properties = daemons.folder.appending(path: "broker.properties")
        try """
        auto.commit.interval.ms=200
        broker.address.family=v4
        fetch.wait.max.ms=10
        heartbeat.interval.ms=500
        session.timeout.ms=3500
        """.write(to: properties, atomically: true, encoding: .utf8)
        self.brokers = brokers
        environment = remote.merging(
            [
                "KAFKA_BOOTSTRAP_SERVERS": brokers, "KAFKA_PROPERTIES_FILE": properties.path,
                "PUBLIC_BASE_URL": "http://127.0.0.1:\(port)", "HTTP_PORT": "\(port)",
                "STORE_URL": store.trimmingCharacters(in: .whitespacesAndNewlines), "API_TOKEN": Self.apiToken,
                "KARTRA_PING_SECRET": "fleet-secret", "KARTRA_CALLS_PER_SECOND": "1000",
                "SECRET_KEYS": "k1:" + Data(repeating: 5, count: 32).base64EncodedString(),
                "AUDIT_INTERVAL_HOURS": "0", "LOG_LEVEL": "warning",
                // A process that crashes has ended: what would look into it outlives it, and holds its end up.
                "SWIFT_BACKTRACE": "enable=no",
            ]
        ) { _, ours in ours }
        sandbox = FleetClient(
            http: http, baseURL: (remote["GOOGLE_TOKEN_URL"] ?? "").replacing("/token", with: ""))
        console = FleetClient(http: http, baseURL: "http://127.0.0.1:\(port)", token: Self.apiToken)
        workers = Mutex([])
        let front = try serve(roles: Self.frontRoles)
        do {
            try await Eventually.value("readiness of the console") {
                try await console.call(.get, "/readyz").status
            }
        } catch {
            throw Eventually.Never(description: "\(error)\n\(front.log)")
        }
    }

    // MARK: Processes

    /// Another process of receiver, console and scheduler.
    /// - Returns: its console.
    func startReplica() async throws -> FleetClient {
        let port = try await SystemUnderTest.freePort()
        let daemon = try serve(roles: Self.frontRoles, port: port)
        replicas.withLock { $0.append(daemon) }
        var client = FleetClient(http: console.http, baseURL: "http://127.0.0.1:\(port)", token: Self.apiToken)
        client.timeout = .seconds(5)
        try await Eventually.value("readiness of a replica") { try await client.call(.get, "/readyz").status }
        return client
    }

    func killReplica(_ index: Int) { replicas.withLock { $0[index] }.kill() }

    /// Starts as many workers as the fleet is to have.
    func startWorkers(_ count: Int? = nil, with settings: [String: String] = [:]) throws {
        for _ in 0..<(count ?? size.workers) {
            let daemon = try startWorker(settings)
            workers.withLock { $0.append(daemon) }
        }
    }

    private func startWorker(_ settings: [String: String]) throws -> Daemon {
        // Nobody calls it.
        try serve(roles: "worker", port: 0, settings)
    }

    /// SIGTERM to one worker, which stays in its place, ended.
    /// - Returns: its exit status, how long it took, and what it has logged meanwhile.
    func retireWorker(
        _ index: Int, within limit: Duration
    ) async throws -> (status: Int32, duration: Duration, log: Substring) {
        let worker = worker(index)
        let said = worker.log.count
        let began = ContinuousClock.now
        worker.askToEnd()
        try await Eventually.value("the end of worker \(index)", within: limit) { worker.isRunning ? nil : true }
        return (worker.status, ContinuousClock.now - began, worker.log.dropFirst(said))
    }

    /// `kill -9` of one worker, unless it has ended, and another in its place at once.
    func replaceWorker(_ index: Int, with settings: [String: String] = [:]) throws {
        worker(index).kill()
        let daemon = try startWorker(settings)
        workers.withLock { $0[index] = daemon }
    }

    func worker(_ index: Int) -> Daemon { workers.withLock { $0[index] } }

    private func serve(roles: String, port: Int? = nil, _ further: [String: String] = [:]) throws -> Daemon {
        var environment = environment.merging(settings) { _, given in given }
        environment.merge(further) { _, given in given }
        environment["ROLES"] = roles
        if let port { environment["HTTP_PORT"] = "\(port)" }
        return try daemons.start(["serve"], environment: environment)
    }

    /// Waits until all workers have partitions and none has been given or has lost any for as long as a rebalance takes.
    /// Needs `LOG_LEVEL=info`.
    func waitForPartitions() async throws {
        var seen: [[Substring]] = []
        var since = ContinuousClock.now
        try await Eventually.value("partitions for all workers") { () -> Bool? in
            let told = workers.withLock { $0 }.map { worker in
                worker.log.split(separator: "\n").filter {
                    $0.contains("partitions assigned") || $0.contains("partitions revoked")
                }
            }
            if told != seen { (seen, since) = (told, .now) }
            let isShared = told.allSatisfy { $0.last?.contains("partitions assigned") ?? false }
            return isShared && ContinuousClock.now - since >= Self.rebalance ? true : nil
        }
    }

    /// What stands in the address that Kartra pings.
    func pingSecret(_ account: Int) async throws -> String {
        let daemon = try daemons.start(
            ["ping-url", "--account", FleetClass.accountId(account)], environment: environment)
        try await Eventually.value("the ping's address") { daemon.isRunning ? nil : true }
        return daemon.log.split(separator: "/").last.map {
            $0.trimmingCharacters(in: .whitespacesAndNewlines)
        } ?? ""
    }

    func restartDatabase() async throws {
        try await Command.run(Self.postgres, ["restart", database.path])
    }

    /// A statement to the store, as nobody but a test would make it.
    func changeStore(_ statement: String) async throws {
        try await Command.run("psql", [environment["STORE_URL"] ?? "", "--quiet", "--command", statement])
    }

    /// For whoever wants to know why a test failed, by an error or an expectation.
    private static func keepLogs(_ folder: URL) {
        guard let kept = ProcessInfo.processInfo.environment["CALSYNC_TEST_LOGS"] else { return }
        let target = URL(filePath: kept).appending(path: folder.lastPathComponent)
        try? FileManager.default.createDirectory(at: URL(filePath: kept), withIntermediateDirectories: true)
        try? FileManager.default.copyItem(at: folder, to: target)
    }

    private static let postgres = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../postgres-server.sh").standardized.path
}
