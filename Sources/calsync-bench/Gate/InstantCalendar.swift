import OutboundHTTP
import Synchronization

/// A Google Calendar that answers at once, with an event; asked for the event `refused` it tells that user to go slower.
final class InstantCalendar: HTTPSender, Sendable {
    private let answered = Mutex<(first: ContinuousClock.Instant?, last: ContinuousClock.Instant?)>((nil, nil))

    /// From its first answer to its last.
    var span: Duration {
        answered.withLock { answered in
            guard let first = answered.first, let last = answered.last else { return .zero }
            return last - first
        }
    }

    func forget() { answered.withLock { $0 = (nil, nil) } }

    func send(_ request: OutboundRequest) async throws -> OutboundResponse {
        if request.url.contains("/refused") {
            return OutboundResponse(
                status: 403,
                body: Array(#"{"error":{"errors":[{"reason":"userRateLimitExceeded"}],"code":403}}"#.utf8))
        }
        let now = ContinuousClock.now
        answered.withLock { $0 = ($0.first ?? now, now) }
        return OutboundResponse(status: 200, body: Array(#"{"id":"e1"}"#.utf8))
    }
}
