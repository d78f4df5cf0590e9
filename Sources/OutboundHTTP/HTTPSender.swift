/// What a client of a remote system needs of HTTP.
public protocol HTTPSender: Sendable {
    /// Answers with any status. Throws `OutboundHTTPError`, or `CancellationError` when the task was cancelled.
    func send(_ request: OutboundRequest) async throws -> OutboundResponse
}
