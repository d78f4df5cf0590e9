import OutboundHTTP
import Synchronization

/// A worker that is held up before its first write call, makes it, and never hears the answer.
final class InterruptedSender: HTTPSender {
    private let sender: any HTTPSender
    private let meanwhile: @Sendable () async throws -> Void
    private let dies: Bool
    private let isHeldUp = Mutex(false)

    /// - Parameter dies: false: it hears the answer after all and goes on.
    init(sender: any HTTPSender, dies: Bool = true, meanwhile: @escaping @Sendable () async throws -> Void) {
        self.sender = sender
        self.dies = dies
        self.meanwhile = meanwhile
    }

    func send(_ request: OutboundRequest) async throws -> OutboundResponse {
        guard request.method != .get, isHeldUp.withLock({ !$0 }) else { return try await sender.send(request) }
        isHeldUp.withLock { $0 = true }
        try await meanwhile()
        let answer = try await sender.send(request)
        if !dies { return answer }
        throw OutboundHTTPError.connectionClosed
    }
}
