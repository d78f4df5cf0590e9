import Foundation
import OutboundHTTP

extension KartraError {
    /// The body of every answer that is not a success.
    private struct ErrorBody: Decodable {
        let error: Problem
    }

    /// What an answer's status means, and one item's of a batch; nil: it was done.
    init?(status: Int, problem: Problem?, after: Duration?) {
        let reason = ["\(status)", problem?.text].compactMap(\.self).joined(separator: " ")
        switch status {
        case 200...299: return nil
        // 403 is not among these: the token may not write this one calendar, and others it may.
        case 401: self = .unauthorized(reason: reason)
        case _ where RetryPolicy.isTransient(status: status): self = .transient(reason: reason, after: after)
        default: self = .refused(reason: reason)
        }
    }

    init?(_ response: OutboundResponse, now: Date) {
        let body = try? JSONDecoder().decode(ErrorBody.self, from: Data(response.body))
        self.init(
            status: response.status, problem: body?.error, after: RetryAfter.delay(in: response.headers, now: now))
    }

    /// No answer came.
    init(_ error: OutboundHTTPError) {
        self = error.isTransient ? .transient(reason: "\(error)", after: nil) : .refused(reason: "\(error)")
    }
}
