import HTTPTypes
import Hummingbird

/// How a ping is answered. A refusal says nothing of what it was compared with.
enum PingAnswer: Sendable {
    /// The broker has the record.
    case delivered(HTTPResponse.Status)
    /// Not ours to handle; the sender is not to send it again.
    case ignored
    case unauthorized
    case malformed(String)
    case tooLarge(limit: Int)
    /// The broker did not acknowledge in time: the sender is to try again.
    case unavailable

    var status: HTTPResponse.Status {
        switch self {
        case .delivered(let status): status
        case .ignored: .accepted
        case .unauthorized: .unauthorized
        case .malformed: .badRequest
        case .tooLarge: .contentTooLarge
        case .unavailable: .serviceUnavailable
        }
    }

    var response: Response {
        switch self {
        case .delivered, .ignored, .unauthorized:
            return Response(status: status)
        case .malformed(let problem):
            return Response(json: ["error": problem], status: status)
        case .tooLarge(let limit):
            // The rest of the body is not worth waiting for.
            return Response(
                json: ["error": "the body is over \(limit) bytes"], status: status, headers: [.connection: "close"])
        case .unavailable:
            return Response(status: status, headers: [.retryAfter: "5"])
        }
    }
}
