public import Foundation

/// A connection begun at Google's consent page and not yet come back. Taken once.
public struct PendingAuthorization: Hashable, Codable, Sendable {
    /// The OAuth `state`, which comes back in the redirect.
    public let state: String
    public let accountId: String
    /// Digest of the cookie of the browser that began; the callback must come from the same one.
    public let browserDigest: String
    /// The PKCE verifier (RFC 7636), sealed.
    public let sealedVerifier: SealedSecret
    public let expiresAt: Date

    public init(
        state: String, accountId: String, browserDigest: String, sealedVerifier: SealedSecret, expiresAt: Date
    ) {
        self.state = state
        self.accountId = accountId
        self.browserDigest = browserDigest
        self.sealedVerifier = sealedVerifier
        self.expiresAt = expiresAt
    }
}
