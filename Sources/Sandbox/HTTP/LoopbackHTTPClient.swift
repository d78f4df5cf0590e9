import NIOCore
import NIOHTTP1
import NIOPosix

/// Posts one request over plain HTTP/1.1 to a loopback address; nothing else is ever contacted.
struct LoopbackHTTPClient: Sendable {
    enum Failure: Error, Equatable {
        case unsupportedAddress
        case timedOut
        case closedWithoutAnswer
    }

    var timeout: Duration = .seconds(10)

    /// Sends a POST and returns the status code, 1xx included. A cancelled task closes the connection.
    func post(to address: WebAddress, headers: [(String, String)], body: [UInt8]) async throws -> Int {
        guard address.scheme == "http", address.isLoopback else { throw Failure.unsupportedAddress }
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(TimeAmount(timeout))
            .connect(host: address.host, port: address.port).get()
        let answer = channel.eventLoop.makePromise(of: Int.self)
        let deadline = channel.eventLoop.scheduleTask(in: TimeAmount(timeout)) { answer.fail(Failure.timedOut) }
        answer.futureResult.whenComplete { _ in
            deadline.cancel()
            channel.close(promise: nil)
        }
        channel.eventLoop.execute {
            do {
                try channel.pipeline.syncOperations.addHandlers(
                    HTTPRequestEncoder(),
                    ByteToMessageHandler(
                        HTTPResponseDecoder(
                            leftOverBytesStrategy: .dropBytes, informationalResponseStrategy: .forward)),
                    StatusHandler(answer: answer))
                send(to: address, headers, body, over: channel)
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

    private func send(
        to address: WebAddress, _ headers: [(String, String)], _ body: [UInt8], over channel: any Channel
    ) {
        var fields = HTTPHeaders(headers)
        fields.add(name: "Host", value: address.authority)
        fields.add(name: "Content-Length", value: String(body.count))
        fields.add(name: "Connection", value: "close")
        let head = HTTPRequestHead(version: .http1_1, method: .POST, uri: address.target, headers: fields)
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        if !body.isEmpty {
            channel.write(HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: body))), promise: nil)
        }
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
    }
}
