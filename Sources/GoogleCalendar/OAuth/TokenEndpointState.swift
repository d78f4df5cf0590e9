import Synchronization

/// Whether Google's token endpoint answered when it was last asked. Shared by the copies of one `GoogleOAuth`.
public final class TokenEndpointState: Sendable {
    private let failure = Mutex<GoogleError?>(nil)

    init() {}

    /// What went wrong the last time on Google's side or on the way there; nil: it answered, or was not asked yet. A grant
    /// that it refuses is an answer.
    public var lastFailure: GoogleError? { failure.withLock { $0 } }

    func note(_ error: GoogleError?) {
        let isDown = error.map { $0.advice == .retry || $0.advice == .backOff } ?? false
        failure.withLock { $0 = isDown ? error : nil }
    }
}
