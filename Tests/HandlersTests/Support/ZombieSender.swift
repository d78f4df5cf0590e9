import OutboundHTTP
import Synchronization

/// A worker that is overtaken before one of its write calls, goes on as if it were not, and dies when it has made another.
final class ZombieSender: HTTPSender {
    private let sender: any HTTPSender
    private let isOvertakenBefore: Int
    private let diesAfter: Int
    private let meanwhile: @Sendable () async throws -> Void
    private let writes = Mutex(0)

    /// - Parameters:
    ///   - call: the write call that comes late, the first is 1.
    ///   - last: the write call after which nothing of it reaches anybody.
    init(
        sender: any HTTPSender, overtakenBefore call: Int, diesAfter last: Int,
        meanwhile: @escaping @Sendable () async throws -> Void
    ) {
        self.sender = sender
        isOvertakenBefore = call
        diesAfter = last
        self.meanwhile = meanwhile
    }

    func send(_ request: OutboundRequest) async throws -> OutboundResponse {
        let isWrite = request.method != .get
        let number = writes.withLock { writes in
            if isWrite { writes += 1 }
            return writes
        }
        if number > diesAfter { throw OutboundHTTPError.connectionClosed }
        if isWrite, number == isOvertakenBefore { try await meanwhile() }
        let answer = try await sender.send(request)
        if isWrite, number == diesAfter { throw OutboundHTTPError.connectionClosed }
        return answer
    }
}
