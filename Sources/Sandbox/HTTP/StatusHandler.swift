import NIOCore
import NIOHTTP1

/// Takes the status of the first response and cares for nothing else.
final class StatusHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private let answer: EventLoopPromise<Int>

    init(answer: EventLoopPromise<Int>) {
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let head) = unwrapInboundIn(data) { answer.succeed(Int(head.status.code)) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        answer.fail(error)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        answer.fail(LoopbackHTTPClient.Failure.closedWithoutAnswer)
    }
}
