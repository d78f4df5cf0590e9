import GoogleCalendar
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import OutboundHTTP
import Synchronization

/// A server on a free loopback port that keeps every request and answers as the script says.
final class ScriptedGoogle: Sendable {
    typealias Script = @Sendable (ReceivedRequest) async throws -> ScriptedAnswer

    private let received = Mutex<[ReceivedRequest]>([])
    private let script: Script

    init(_ script: @escaping Script) {
        self.script = script
    }

    var requests: [ReceivedRequest] { received.withLock { $0 } }

    /// Runs the closure against the real client and this server.
    func run(_ body: (HTTPClient, GoogleEndpoints) async throws -> Void) async throws {
        let (ports, portContinuation) = AsyncStream<Int>.makeStream()
        var logger = Logger(label: "scripted-google")
        logger.logLevel = .critical
        let application = Application(
            responder: CallbackResponder { [self] (request, _: BasicRequestContext) in
                try await respond(to: request)
            },
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
            guard let port = await iterator.next() else { throw Failure.didNotStart }
            var endpoints = GoogleEndpoints()
            endpoints.apiBaseURL = "http://127.0.0.1:\(port)/calendar/v3/"
            endpoints.tokenURL = "http://127.0.0.1:\(port)/token"
            endpoints.revokeURL = "http://127.0.0.1:\(port)/revoke"
            let client = try HTTPClient()
            try await body(client, endpoints)
            await client.shutdown()
            group.cancelAll()
        }
    }

    private enum Failure: Error {
        case didNotStart
    }

    private func respond(to request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 20)
        let kept = ReceivedRequest(request, body: Array(body.readableBytesView))
        received.withLock { $0.append(kept) }
        let answer = try await script(kept)
        var headers: HTTPFields = [.contentType: "application/json"]
        if let retryAfter = answer.retryAfter { headers[.retryAfter] = retryAfter }
        return Response(
            status: .init(code: answer.status), headers: headers,
            body: answer.json.isEmpty ? .init() : .init(byteBuffer: ByteBuffer(string: answer.json)))
    }
}
