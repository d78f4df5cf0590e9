import OutboundHTTP
import Synchronization

/// A worker before one of whose calls somebody else does something.
final class MeanwhileSender: HTTPSender {
    private let sender: any HTTPSender
    private let left: Mutex<Int>
    private let meanwhile: @Sendable () async throws -> Void

    /// - Parameter call: the one before which it happens, the first is 1.
    init(sender: any HTTPSender, call: Int, meanwhile: @escaping @Sendable () async throws -> Void) {
        self.sender = sender
        left = Mutex(call)
        self.meanwhile = meanwhile
    }

    func send(_ request: OutboundRequest) async throws -> OutboundResponse {
        let isNow = left.withLock { left in
            left -= 1
            return left == 0
        }
        if isNow { try await meanwhile() }
        return try await sender.send(request)
    }
}
