import Foundation
import OutboundHTTP
import Synchronization

/// A whole installation as separate processes: the broker in one, Google and Kartra in another, a real PostgreSQL, one process
/// for receiver, console and scheduler, and as many workers as are asked for.
final class Fleet: Sendable {
    static let apiToken = "fleet-token"
    private static let frontRoles = "receiver,console,scheduler"

    let size: FleetSize
    let folder: URL
    let database: URL
    let broker: Daemon
    let brokers: String
    let sandbox: FleetClient
    let console: FleetClient
    private let google: Daemon
    private let front: Mutex<Daemon?>
    private let replicas = Mutex<[Daemon]>([])
    private let workers: Mutex<[Daemon]>
    private let environment: [String: String]
    private let settings: [String: String]

    /// Starts everything but the workers, runs the test, ends everything.
    static func run(
        _ size: FleetSize, settings: [String: String] = [:], _ test: @escaping @Sendable (Fleet) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fleet-\(UUID().uuidString)")
        // The path of a socket is short, and the server's own user must reach it.
        let database = URL(filePath: "/tmp/calsync-fleet.\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let http = try HTTPClient()
        do {
            let fleet = try await Fleet(size, folder: folder, database: database, http: http, settings: settings)
            do {
                try await test(fleet)
            } catch {
                fleet.end()
                throw error
            }
            fleet.end()
        } catch {
            _ = try? await Command.run(Self.postgres, ["kill", database.path])
            throw error
        }
        _ = try? await Command.run(Self.postgres, ["kill", database.path])
        await http.shutdown()
        for url in [folder, database] { try? FileManager.default.removeItem(at: url) }
    }

    private init(
        _ size: FleetSize, folder: URL, database: URL, http: HTTPClient, settings: [String: String]
    ) async throws {
        self.size = size
        self.folder = folder
        self.database = database
        self.settings = settings
        let store = try await Command.run(Self.postgres, ["start", database.path])
        let broker = try Daemon(["sandbox", "--broker", "--port", "0"], folder: folder)
        let google = try Daemon(["sandbox", "--port", "0", "--kartra-calls-per-second", "0"], folder: folder)
        self.broker = broker
        self.google = google
        let brokers = try await Eventually.value("the broker's address") {
            SystemUnderTest.settings(in: broker.log)["KAFKA_BOOTSTRAP_SERVERS"]
        }
        let remote = try await Eventually.value("the sandbox's addresses") { () -> [String: String]? in
            let lines = SystemUnderTest.settings(in: google.log)
            return lines["KARTRA_API_TOKEN"] == nil ? nil : lines
        }
        let port = try await SystemUnderTest.freePort()
        let properties = folder.appending(path: "broker.properties")
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
        front = Mutex(nil)
        workers = Mutex([])
        try startFront()
        try await waitForFront()
    }

    // MARK: Processes

    func startFront() throws {
        let daemon = try serve(roles: Self.frontRoles, port: nil)
        front.withLock { $0 = daemon }
    }

    func waitForFront() async throws {
        try await Eventually.value("readiness of the console") {
            try? await console.call(.get, "/readyz").status
        }
    }

    func killFront() { front.withLock { $0 }?.kill() }

    /// Another process of receiver, console and scheduler.
    /// - Returns: its console.
    func startReplica() async throws -> FleetClient {
        let port = try await SystemUnderTest.freePort()
        let daemon = try serve(roles: Self.frontRoles, port: port)
        replicas.withLock { $0.append(daemon) }
        var client = FleetClient(http: console.http, baseURL: "http://127.0.0.1:\(port)", token: Self.apiToken)
        client.timeout = .seconds(5)
        try await Eventually.value("readiness of a replica") { try? await client.call(.get, "/readyz").status }
        return client
    }

    func killReplica(_ index: Int) { replicas.withLock { $0[index] }.kill() }

    /// Starts as many workers as the fleet is to have.
    func startWorkers(_ count: Int? = nil, with settings: [String: String] = [:]) async throws {
        for _ in 0..<(count ?? size.workers) {
            let port = try await SystemUnderTest.freePort()
            let daemon = try serve(roles: "worker", port: port, settings)
            workers.withLock { $0.append(daemon) }
        }
    }

    /// SIGTERM to one worker, which stays in its place, ended.
    /// - Returns: its exit status, how long it took, and what it has logged meanwhile.
    func retireWorker(
        _ index: Int, within limit: Duration
    ) async throws -> (status: Int32, duration: Duration, log: Substring) {
        let worker = workers.withLock { $0[index] }
        let said = worker.log.count
        let began = ContinuousClock.now
        worker.askToEnd()
        try await Eventually.value("the end of worker \(index)", within: limit) { worker.isRunning ? nil : true }
        return (worker.status, ContinuousClock.now - began, worker.log.dropFirst(said))
    }

    /// `kill -9` of one worker, unless it has ended, and another in its place at once.
    func replaceWorker(_ index: Int, with settings: [String: String] = [:]) async throws {
        workers.withLock { $0[index] }.kill()
        let port = try await SystemUnderTest.freePort()
        let daemon = try serve(roles: "worker", port: port, settings)
        workers.withLock { $0[index] = daemon }
    }

    func killWorkers() {
        for daemon in workers.withLock({ $0 }) { daemon.kill() }
        workers.withLock { $0 = [] }
    }

    func isWorkerRunning(_ index: Int) -> Bool { workers.withLock { $0[index] }.isRunning }

    private func serve(roles: String, port: Int?, _ further: [String: String] = [:]) throws -> Daemon {
        var environment = environment.merging(settings) { _, given in given }
        environment.merge(further) { _, given in given }
        environment["ROLES"] = roles
        if let port { environment["HTTP_PORT"] = "\(port)" }
        return try Daemon(["serve"], environment: environment, folder: folder)
    }

    /// Workers whose last word was that they were given partitions. Needs `LOG_LEVEL=info`.
    var workersWithPartitions: Int {
        workers.withLock { $0 }.count { worker in
            let last = worker.log.split(separator: "\n").last {
                $0.contains("partitions assigned") || $0.contains("partitions revoked")
            }
            return last?.contains("partitions assigned") ?? false
        }
    }

    /// What stands in the address that Kartra pings.
    func pingSecret(_ account: Int) async throws -> String {
        let daemon = try Daemon(
            ["ping-url", "--account", FleetClass.accountId(account)], environment: environment, folder: folder)
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

    private func end() {
        killWorkers()
        killFront()
        for daemon in replicas.withLock({ $0 }) { daemon.kill() }
        broker.resume()
        for daemon in [broker, google] { daemon.kill() }
        keepLogs()
    }

    /// For whoever wants to know why a test failed, by an error or an expectation.
    private func keepLogs() {
        guard let kept = ProcessInfo.processInfo.environment["CALSYNC_TEST_LOGS"] else { return }
        let target = URL(filePath: kept).appending(path: folder.lastPathComponent)
        try? FileManager.default.createDirectory(at: URL(filePath: kept), withIntermediateDirectories: true)
        try? FileManager.default.copyItem(at: folder, to: target)
    }

    private static let postgres = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../postgres-server.sh").standardized.path
}
