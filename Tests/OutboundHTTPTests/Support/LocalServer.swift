import Hummingbird
import Logging
import NIOCore

/// A Hummingbird server on a free loopback port for as long as the closure runs.
func withLocalServer(
    _ router: Router<BasicRequestContext>, _ body: (_ baseURL: String) async throws -> Void
) async throws {
    let (ports, portContinuation) = AsyncStream<Int>.makeStream()
    var logger = Logger(label: "local-server")
    logger.logLevel = .critical
    let application = Application(
        router: router,
        configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { channel in
            if let port = channel.localAddress?.port { portContinuation.yield(port) }
        },
        logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { portContinuation.finish() }
            try await application.run()
        }
        var iterator = ports.makeAsyncIterator()
        guard let port = await iterator.next() else { throw LocalServerError.didNotStart }
        try await body("http://127.0.0.1:\(port)")
        group.cancelAll()
    }
}

enum LocalServerError: Error {
    case didNotStart
}
