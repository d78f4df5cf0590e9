import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import OutboundHTTP
import Synchronization

/// A server on a free loopback port that answers as the test says and remembers what it was asked.
final class ScriptedKartra: Sendable {
    struct Call: Sendable {
        let method: String
        /// As it stood in the request line, query included.
        let target: String
        let authorization: String?
        let contentType: String?
        let body: [UInt8]
    }

    struct Answer: Sendable {
        var status: Int
        var retryAfter: String?
        var body = ""
    }

    struct DidNotStart: Error {}

    private let heard = Mutex<[Call]>([])

    var calls: [Call] { heard.withLock { $0 } }

    /// Runs the server, and an HTTP client to reach it with, for as long as `body` takes.
    static func run(
        _ script: @escaping @Sendable (Call) async throws -> Answer,
        _ body: (_ server: ScriptedKartra, _ baseURL: String, _ http: HTTPClient) async throws -> Void
    ) async throws {
        let server = ScriptedKartra()
        let (ports, port) = AsyncStream<Int>.makeStream()
        var logger = Logger(label: "scripted-kartra")
        logger.logLevel = .critical
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in
                try await server.respond(to: request, script)
            },
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                if let number = channel.localAddress?.port { port.yield(number) }
            },
            logger: logger)
        let http = try HTTPClient()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { port.finish() }
                try await application.run()
            }
            var started = ports.makeAsyncIterator()
            guard let number = await started.next() else { throw DidNotStart() }
            try await body(server, "http://127.0.0.1:\(number)", http)
            await http.shutdown()
            group.cancelAll()
        }
    }

    private func respond(
        to request: Request, _ script: @Sendable (Call) async throws -> Answer
    ) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 22)
        let call = Call(
            method: request.method.rawValue, target: request.uri.string,
            authorization: request.headers[.authorization], contentType: request.headers[.contentType],
            body: Array(body.readableBytesView))
        heard.withLock { $0.append(call) }
        let answer = try await script(call)
        var headers: HTTPFields = [.contentType: "application/json"]
        headers[.retryAfter] = answer.retryAfter
        return Response(
            status: .init(code: answer.status), headers: headers,
            body: .init(byteBuffer: ByteBuffer(string: answer.body)))
    }
}
