import CalendarSync
import Foundation
import GoogleCalendar
import Handlers
import Kafka
import Logging
import OutboundHTTP
import Sandbox
import StoreSQL

/// Sandbox, broker and a durable store, with one class linked.
struct BenchWorld: Sendable {
    static let account = "42"
    static let email = "host@example.com"

    let baseURL: String
    let http: HTTPClient
    let store: SQLStore
    let keys: SecretKeys
    let accounts: ConnectedAccounts
    let kafka: KafkaConfiguration
    let topics: Topics
    let integrationId = Integration.id(accountId: BenchWorld.account, subject: "bench")
    let logger = Logger(label: "bench")

    static func run(_ body: @escaping @Sendable (BenchWorld) async throws -> Void) async throws {
        let logger = Logger(label: "bench")
        let server = try SandboxServer(logger: logger)
        let broker = try EmbeddedBroker(logger: logger)
        let topics = Topics()
        for topic in topics.all { try broker.createTopic(topic, partitions: 12) }
        let folder = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            let http = try HTTPClient()
            let store = try await openStore(url: "sqlite:" + folder.appending(path: "bench.db").path)
            let world = try await BenchWorld(
                baseURL: try await server.baseURL, http: http, store: store,
                kafka: .embedded(bootstrap: broker.bootstrapServers), topics: topics)
            try await body(world)
            await http.shutdown()
            await store.close()
            group.cancelAll()
        }
        withExtendedLifetime(broker) {}
    }

    private init(
        baseURL: String, http: HTTPClient, store: SQLStore, kafka: KafkaConfiguration, topics: Topics
    ) async throws {
        self.baseURL = baseURL
        self.http = http
        self.store = store
        self.kafka = kafka
        self.topics = topics
        keys = try SecretKeys("bench:" + Data(repeating: 1, count: 32).base64EncodedString())
        var endpoints = GoogleEndpoints()
        endpoints.apiBaseURL = baseURL + "/calendar/v3"
        endpoints.tokenURL = baseURL + "/token"
        accounts = ConnectedAccounts(
            store: store, keys: keys, calendar: GoogleCalendarClient(sender: http, endpoints: endpoints),
            oauth: GoogleOAuth(
                sender: http, endpoints: endpoints,
                credentials: GoogleClientCredentials(id: "sandbox-client", secret: "sandbox-secret")),
            now: { Date() }, logger: logger)
        let refreshToken = try await mintRefreshToken()
        try await store.save(
            Integration(
                accountId: Self.account, subject: "bench", email: Self.email, scopes: [], connectedAt: .now,
                sealedRefreshToken: try keys.seal(refreshToken, context: integrationId)))
        try await store.save(
            ClassLink(
                accountId: Self.account, classId: "310", calendarId: "77", integrationId: integrationId,
                googleCalendarId: Self.email, options: LinkOptions()))
    }

    private func mintRefreshToken() async throws -> String {
        struct Minted: Decodable {
            let refresh_token: String
        }
        let answer = try await http.send(
            OutboundRequest(
                .post, baseURL + "/control/google/access-tokens", headers: ["Content-Type": "application/json"],
                body: Array(#"{"email":"\#(Self.email)","clientId":"sandbox-client"}"#.utf8)))
        return try JSONDecoder().decode(Minted.self, from: Data(answer.body)).refresh_token
    }
}
