/// One request on its way. Handed over by `TransferMailbox`, then touched by the driver's thread alone, which is what
/// makes it safe to send.
final class Transfer: @unchecked Sendable {
    let ticket: TransferTicket
    let request: OutboundRequest
    let deadline: ContinuousClock.Instant
    var easy: EasyHandle?
    var received: ReceivedResponse
    private let continuation: CheckedContinuation<OutboundResponse, any Error>

    init(
        ticket: TransferTicket, request: OutboundRequest, deadline: ContinuousClock.Instant,
        continuation: CheckedContinuation<OutboundResponse, any Error>
    ) {
        self.ticket = ticket
        self.request = request
        self.deadline = deadline
        self.received = ReceivedResponse()
        self.continuation = continuation
    }

    /// To be called once, when the transfer has left every list of the driver.
    func finish(_ result: Result<OutboundResponse, any Error>) {
        easy = nil
        continuation.resume(with: result)
    }
}
