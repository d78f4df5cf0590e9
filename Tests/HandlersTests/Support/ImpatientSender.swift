import OutboundHTTP

/// Gives up on an answer earlier than production does, so that a call that hangs costs a test little.
struct ImpatientSender: HTTPSender {
    let sender: any HTTPSender
    let patience: Duration

    func send(_ request: OutboundRequest) async throws -> OutboundResponse {
        var request = request
        request.timeout = min(request.timeout, patience)
        return try await sender.send(request)
    }
}
