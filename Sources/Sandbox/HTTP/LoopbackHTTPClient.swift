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

    /// Sends a POST and returns the status code, 1xx included.
    func post(to address: WebAddress, headers: [(String, String)], body: [UInt8]) async throws -> Int {
        guard address.scheme == "http", address.isLoopback else { throw Failure.unsupportedAddress }
        return try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask { try await exchange(address, headers, body) }
            group.addTask {
                try await Task.sleep(for: timeout)
                throw Failure.timedOut
            }
            defer { group.cancelAll() }
            guard let status = try await group.next() else { throw Failure.closedWithoutAnswer }
            return status
        }
    }

    private func exchange(
        _ address: WebAddress, _ headers: [(String, String)], _ body: [UInt8]
    ) async throws -> Int {
        let connection = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(.seconds(5))
            .connect(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(
                        HTTPRequestEncoder(),
                        ByteToMessageHandler(
                            HTTPResponseDecoder(
                                leftOverBytesStrategy: .dropBytes, informationalResponseStrategy: .forward)))
                    return try NIOAsyncChannel<HTTPClientResponsePart, HTTPPart<HTTPRequestHead, IOData>>(
                        wrappingChannelSynchronously: channel)
                }
            }
        var fields = HTTPHeaders(headers)
        fields.add(name: "Host", value: address.authority)
        fields.add(name: "Content-Length", value: String(body.count))
        fields.add(name: "Connection", value: "close")
        let head = HTTPRequestHead(version: .http1_1, method: .POST, uri: address.target, headers: fields)
        return try await connection.executeThenClose { inbound, outbound in
            try await outbound.write(.head(head))
            if !body.isEmpty { try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: body)))) }
            try await outbound.write(.end(nil))
            for try await part in inbound {
                if case .head(let answer) = part { return Int(answer.status.code) }
            }
            throw Failure.closedWithoutAnswer
        }
    }
}
