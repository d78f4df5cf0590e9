import NIOCore
import NIOHTTP1
import NIOPosix

@testable import Sandbox

/// One HTTP/1.1 request over a new connection.
struct TestClient {
    struct ClosedWithoutAnswer: Error {}

    let port: Int

    func send(
        _ method: String, _ target: String, headers: [(String, String)] = [], body: [UInt8] = []
    ) async throws -> HTTPAnswer {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port).get()
        let answer = channel.eventLoop.makePromise(of: HTTPAnswer.self)
        answer.futureResult.whenComplete { _ in channel.close(promise: nil) }
        var fields = HTTPHeaders(headers)
        fields.add(name: "Host", value: "127.0.0.1:\(port)")
        fields.add(name: "Content-Length", value: String(body.count))
        fields.add(name: "Connection", value: "close")
        let head = HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: method), uri: target, headers: fields)
        channel.eventLoop.execute {
            do {
                try channel.pipeline.syncOperations.addHTTPClientHandlers()
                try channel.pipeline.syncOperations.addHandler(AnswerHandler(answer: answer))
                channel.write(HTTPClientRequestPart.head(head), promise: nil)
                channel.write(HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: body))), promise: nil)
                channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
            } catch {
                answer.fail(error)
            }
        }
        return try await withTaskCancellationHandler {
            try await answer.futureResult.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }
}

private final class AnswerHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private let answer: EventLoopPromise<HTTPAnswer>
    private var head: HTTPResponseHead?
    private var body: [UInt8] = []

    init(answer: EventLoopPromise<HTTPAnswer>) {
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body(let buffer): body += Array(buffer.readableBytesView)
        case .end:
            guard let head else { return }
            answer.succeed(
                HTTPAnswer(
                    status: Int(head.status.code), headers: head.headers.map { (name: $0.name, value: $0.value) },
                    body: body))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        answer.fail(error)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        answer.fail(TestClient.ClosedWithoutAnswer())
    }
}
