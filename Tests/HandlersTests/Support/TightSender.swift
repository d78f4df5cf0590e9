import Foundation
import OutboundHTTP

/// A worker that has no room for pages of more than so many events.
struct TightSender: HTTPSender {
    let sender: any HTTPSender
    let most: Int

    func send(_ request: OutboundRequest) async throws -> OutboundResponse {
        let asked = URLComponents(string: request.url)?.queryItems?.first { $0.name == "maxResults" }?.value
        if let asked = asked.flatMap({ Int($0) }), asked > most {
            throw OutboundHTTPError.responseTooLarge(limit: most)
        }
        return try await sender.send(request)
    }
}
