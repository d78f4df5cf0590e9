/// Why a call of the API was not done. What it says is shown to the caller, and quotes no secret.
public enum ConsoleError: Error, Hashable, Sendable {
    // the call itself
    case unauthorized
    /// The token opens another account than the path names.
    case otherAccount
    /// An account's token where only the operator's opens.
    case operatorOnly
    case unknownPath
    case methodNotAllowed(allowed: [String])
    case notJSON(detail: String)
    case tooLarge(limitBytes: Int)
    case invalid(field: String, detail: String)

    // who looks at the console
    /// The browser has no session, or one that is over.
    case noSession
    /// The signed link is forged, too old or was used before.
    case linkRefused
    /// A form without its session's own token: it was not sent by a page of ours.
    case formRefused
    case tooManyTries(retryAfterSeconds: Int)
    /// No more open pages can be kept up to date.
    case tooManyPages

    // what it speaks of
    case unknownIntegration
    case unknownLink
    /// The class is being unlinked.
    case unlinking
    /// Nothing was ended here, or not yet.
    case noCertificate
    /// Nothing waits for an answer.
    case notBraked
    /// A paused link keeps its Google calendar.
    case paused
    /// Somebody else changes the same thing all the time.
    case conflict

    // what it speaks of, for operators
    /// No such dead letter, or not open any more.
    case unknownLetter

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
    /// Reconnecting was ended with another Google account than the one that needs it.
    case otherGoogleAccount

    // what it depends on
    case reconnectNeeded
    case googleRefused(detail: String)
    case googleUnavailable
    case rateLimited(retryAfterSeconds: Int?)
    case storeUnavailable
    case brokerUnavailable
    case internalError
}
