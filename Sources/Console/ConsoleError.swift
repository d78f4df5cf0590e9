/// Why a call of the API was not done. What it says is shown to the caller, and quotes no secret.
public enum ConsoleError: Error, Hashable, Sendable {
    // the call itself
    case unauthorized
    case unknownPath
    case methodNotAllowed(allowed: [String])
    case notJSON(detail: String)
    case tooLarge(limitBytes: Int)
    case invalid(field: String, detail: String)

    // what it speaks of
    case unknownIntegration
    case unknownLink
    /// The class is being unlinked.
    case unlinking
    /// Nothing was ended here, or not yet.
    case noCertificate
    /// Nothing waits for an answer.
    case notBraked
    /// Somebody else changes the same thing all the time.
    case conflict

    // connecting a Google account
    case connectingRefused
    case unknownAuthorization
    case otherBrowser
    case accessDenied
    /// Google's page ended with another error than a refusal.
    case authorizationFailed
    case codeRefused
    case missingScopes([String])
    case missingRefreshToken

    // what it depends on
    case reconnectNeeded
    case googleRefused(detail: String)
    case googleUnavailable
    case rateLimited(retryAfterSeconds: Int?)
    case storeUnavailable
    case brokerUnavailable
    case internalError
}
