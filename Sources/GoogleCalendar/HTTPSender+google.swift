import OutboundHTTP

extension HTTPSender {
    /// Transport failures become `GoogleError.transport`; cancellation stays what it is.
    func sendToGoogle(_ request: OutboundRequest) async throws -> OutboundResponse {
        do {
            return try await send(request)
        } catch let error as OutboundHTTPError {
            throw GoogleError.transport(error)
        }
    }
}
