import CalendarSync
import Console
import Foundation
import Hummingbird
import Logging
import OutboundHTTP
import Receiver
import StoreSQL

/// The console as `serve` runs it, on a free port of the loopback interface.
struct PagesWorld: Sendable {
    let baseURL: String
    let store: SQLStore
    let keys: SecretKeys
    let http: HTTPClient

    static func run(
        storeURL: String?, _ body: @escaping @Sendable (PagesWorld) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try await openStore(url: storeURL ?? "sqlite:" + folder.appending(path: "bench.db").path)
        let keys = try SecretKeys("bench:" + Data(repeating: 1, count: 32).base64EncodedString())
        let router = Router(context: ConsoleRequestContext.self)
        ConsoleAPI(
            configuration: ConsoleConfiguration(
                publicBaseURL: "http://localhost", apiToken: UUID().uuidString, pingSecret: PingSecret("bench")),
            store: store, google: InstantGoogle(), producer: DiscardingProducer(), reader: EmptyTopics(),
            topics: Topics(), keys: keys
        ).addRoutes(to: router)
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let server = HTTPServerConfiguration(host: "127.0.0.1", port: 0)
            .makeServer(router: router, logger: Logger(label: "bench")) { listening.yield($0) }
        let http = try HTTPClient()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { listening.finish() }
                try await server.run()
            }
            for await port in ports {
                try await body(
                    PagesWorld(baseURL: "http://127.0.0.1:\(port)", store: store, keys: keys, http: http))
                break
            }
            group.cancelAll()
        }
        await http.shutdown()
        await store.close()
    }
}
