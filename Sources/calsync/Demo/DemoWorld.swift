import CalendarSync
import Foundation
import Logging
import Sandbox

/// The two remote systems of the demo and the settings under which calsync meets them.
struct DemoWorld: Sendable {
    static let accountId = "42"
    static let calendarId = "77"
    static let strategyCall = "310"
    static let groupSession = "311"
    static let hostEmail = "host@example.com"
    static let teamCalendar = "team@group.calendar.google.com"
    static let timeZone = "America/Denver"

    private static let client = (id: "sandbox-client", secret: "sandbox-secret")
    private static let kartraToken = "sandbox-kartra-token"

    let sandbox: SandboxServer
    let folder: URL
    let apiToken: String
    let pingSecret: String

    init(sandboxPort: Int, logger: Logger) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "calsync-demo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var configuration = SandboxConfiguration(port: sandboxPort)
        configuration.kartra.callsPerSecond = nil
        sandbox = try SandboxServer(configuration: configuration, logger: logger)
        apiToken = Self.secret()
        pingSecret = Self.secret()
    }

    /// All roles in one process, on embedded defaults.
    func settings(sandboxURL: String, port: Int) throws -> Settings {
        Settings(
            broker: .embedded, kafkaProperties: [:], cooperative: false, topics: Topics(),
            storeURL: "sqlite:" + folder.appending(path: "calsync.db").path,
            secretKeys: try SecretKeys("demo:" + Data(Self.random(32)).base64EncodedString()),
            publicBaseURL: "http://127.0.0.1:\(port)", httpHost: "127.0.0.1", httpPort: port, apiToken: apiToken,
            google: Settings.Google(
                clientId: Self.client.id, clientSecret: Self.client.secret, apiBaseURL: sandboxURL + "/calendar/v3",
                authorizeURL: sandboxURL + "/o/oauth2/v2/auth", tokenURL: sandboxURL + "/token",
                revokeURL: sandboxURL + "/revoke"),
            kartra: Settings.Kartra(
                apiBaseURL: sandboxURL + "/kartra", apiToken: Self.kartraToken, pingSecret: pingSecret,
                callsPerSecond: 1_000),
            auditRepair: true,
            roles: Set(Role.allCases), maxInFlight: 64, shutdownTimeout: .seconds(5), startTimeout: .seconds(10),
            logLevel: .error)
    }

    func clean() {
        try? FileManager.default.removeItem(at: folder)
    }

    private static func secret() -> String { Base64URL.encode(Data(random(24))) }

    private static func random(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max) }
    }
}
