import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A small HTTP server that keeps what is posted to it and answers as told.
final class TestReceiver: Sendable {
    struct Received: Sendable {
        let target: String
        let headers: [(name: String, value: String)]
        let body: [UInt8]

        func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }
    }

    struct NotInTime: Error {
        let received: Int
    }

    private let inbox: ReceiverInbox
    let port: Int

    private init(inbox: ReceiverInbox, port: Int) {
        self.inbox = inbox
        self.port = port
    }

    /// Runs a receiver while `body` runs.
    static func with(_ body: (TestReceiver) async throws -> Void) async throws {
        let inbox = ReceiverInbox()
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(ReceiverHandler(inbox: inbox))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let receiver = TestReceiver(inbox: inbox, port: channel.localAddress?.port ?? 0)
        do {
            try await body(receiver)
        } catch {
            try await channel.close()
            throw error
        }
        try await channel.close()
    }

    var url: String { "http://127.0.0.1:\(port)/notifications" }

    var received: [Received] { inbox.received }

    /// The statuses of the next answers; afterwards it is 200.
    func answer(with statuses: [Int]) {
        inbox.answer(with: statuses)
    }

    /// Waits until at least so many requests came, and gives all that came.
    func wait(for count: Int, within limit: Duration = .seconds(10)) async throws -> [Received] {
        let deadline = ContinuousClock.now + limit
        while received.count < count {
            guard ContinuousClock.now < deadline else { throw NotInTime(received: received.count) }
            try await Task.sleep(for: .milliseconds(5))
        }
        return received
    }
}

private final class ReceiverInbox: Sendable {
    private struct State {
        var received: [TestReceiver.Received] = []
        var statuses: [Int] = []
    }

    private let state = Mutex(State())

    var received: [TestReceiver.Received] { state.withLock { $0.received } }

    func answer(with statuses: [Int]) {
        state.withLock { $0.statuses = statuses }
    }

    func keep(_ received: TestReceiver.Received) -> Int {
        state.withLock { state in
            state.received.append(received)
            return state.statuses.isEmpty ? 200 : state.statuses.removeFirst()
        }
    }
}

private final class ReceiverHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let inbox: ReceiverInbox
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(inbox: ReceiverInbox) {
        self.inbox = inbox
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body(let buffer): body += Array(buffer.readableBytesView)
        case .end:
            let headers = head?.headers.map { (name: $0.name, value: $0.value) } ?? []
            let status = inbox.keep(.init(target: head?.uri ?? "", headers: headers, body: body))
            body = []
            let answer = HTTPResponseHead(
                version: .http1_1, status: HTTPResponseStatus(statusCode: status),
                headers: status == 204 ? [:] : ["Content-Length": "0"])
            context.write(wrapOutboundOut(.head(answer)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
