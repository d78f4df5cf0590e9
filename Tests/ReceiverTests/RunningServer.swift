import Hummingbird
import Logging
import OutboundHTTP
import ServiceLifecycle

@testable import Receiver

/// The server as the program runs it, on a free port of the loopback interface.
struct RunningServer: Sendable {
    let port: Int
    let client: HTTPClient
    let group: ServiceGroup

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    func post(_ path: String, headers: OutboundHeaders = [:], body: [UInt8] = []) async throws -> OutboundResponse {
        try await client.send(OutboundRequest(.post, url(path), headers: headers, body: body))
    }

    func get(_ path: String) async throws -> OutboundResponse {
        try await client.send(OutboundRequest(.get, url(path)))
    }

    /// Serves `routes` while `test` runs, then shuts down gracefully and waits for the end of it.
    static func serving(
        readTimeout: Duration = .seconds(15), logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ routes: (Router<BasicRequestContext>) -> Void, test: (RunningServer) async throws -> Void
    ) async throws {
        let router = Router()
        routes(router)
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let server = HTTPServerConfiguration(port: 0, readTimeout: readTimeout).makeServer(
            router: router, logger: logger, onListening: { listening.yield($0) })
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [server], logger: logger))
        let client = try HTTPClient()
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { listening.finish() }
                try await group.run()
            }
            do {
                for await port in ports {
                    try await test(RunningServer(port: port, client: client, group: group))
                    break
                }
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        await client.shutdown()
    }
}
