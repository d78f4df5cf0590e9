/// What a client of a remote system needs of HTTP.
public protocol HTTPSender: Sendable {
    /// Answers with any status. Throws `OutboundHTTPError`, `CancellationError` when the task was cancelled, or what the
    /// task's `CallPermit` throws.
    func send(_ request: OutboundRequest) async throws -> OutboundResponse
}
