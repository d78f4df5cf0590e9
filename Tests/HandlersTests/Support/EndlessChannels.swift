import Foundation
import OutboundHTTP

/// A Google that does not say when a channel ends.
struct EndlessChannels: HTTPSender {
    let sender: any HTTPSender

    func send(_ request: OutboundRequest) async throws -> OutboundResponse {
        var answer = try await sender.send(request)
        guard request.url.contains("/events/watch"), var channel = try members(of: answer) else { return answer }
        channel["expiration"] = nil
        answer.body = [UInt8](try JSONSerialization.data(withJSONObject: channel))
        return answer
    }

    private func members(of answer: OutboundResponse) throws -> [String: Any]? {
        try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
    }
}
