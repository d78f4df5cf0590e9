import OutboundHTTP
import Synchronization

/// The way to Google as one worker's handling has it; counts its calls.
final class MortalSender: HTTPSender {
    private let sender: any HTTPSender
    private let life: WorkerLife
    private let count = Mutex((calls: 0, writes: 0))

    init(sender: any HTTPSender, life: WorkerLife) {
        self.sender = sender
        self.life = life
    }

    var calls: Int { count.withLock(\.calls) }

    func send(_ request: OutboundRequest) async throws -> OutboundResponse {
        try await life.perform {
            let number = count.withLock { count in
                count.calls += 1
                if request.method != .get { count.writes += 1 }
                return count.writes
            }
            if request.method == .get { return try await sender.send(request) }
            if let lost = life.lostWrite, lost.number == number {
                if lost.tookEffect { _ = try await sender.send(request) }
                throw OutboundHTTPError.timedOut
            }
            return try await life.write(number: number) { try await sender.send(request) }
        }
    }
}
