import OutboundHTTP
import Synchronization

/// A worker before one of whose calls somebody else does something.
final class MeanwhileSender: HTTPSender {
    private let sender: any HTTPSender
    private let left: Mutex<Int>
    private let counts: @Sendable (OutboundRequest) -> Bool
    private let meanwhile: @Sendable () async throws -> Void

    /// - Parameters:
    ///   - call: the one before which it happens, the first is 1.
    ///   - counts: which calls are counted.
    init(
        sender: any HTTPSender, call: Int,
        counting counts: @escaping @Sendable (OutboundRequest) -> Bool = { _ in true },
        meanwhile: @escaping @Sendable () async throws -> Void
    ) {
        self.sender = sender
        left = Mutex(call)
        self.counts = counts
        self.meanwhile = meanwhile
    }

    func send(_ request: OutboundRequest) async throws -> OutboundResponse {
        let isNow =
            counts(request)
            && left.withLock { left in
                left -= 1
                return left == 0
            }
        if isNow { try await meanwhile() }
        return try await sender.send(request)
    }
}
