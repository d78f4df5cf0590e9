public import Foundation

/// A Google account that the owner of a Kartra account has connected.
public struct Integration: Hashable, Codable, Sendable {
    public enum Status: String, Codable, Sendable {
        case connected
        /// Google no longer accepts the grant; only the owner can renew it.
        case reconnectNeeded = "reconnect_needed"
        /// Its links are being ended; then its grant is.
        case disconnecting
        /// Gone, but for the certificate. Connecting the same Google account brings it back.
        case disconnected
    }

    public let id: String
    public let accountId: String
    /// Google's `sub`: the account's identity, which survives a change of its address.
    public let subject: String
    public var email: String
    public var scopes: [String]
    public var status: Status
    public var connectedAt: Date
    /// The refresh token, sealed; the plain one is never stored.
    public var sealedRefreshToken: SealedSecret
    /// How it ends, or has ended; nil: it does not.
    public var disconnection: Disconnection?
    /// Counts the saves; 0: never saved.
    public var revision: Int64

    public init(
        accountId: String, subject: String, email: String, scopes: [String], status: Status = .connected,
        connectedAt: Date, sealedRefreshToken: SealedSecret, revision: Int64 = 0
    ) {
        self.id = Self.id(accountId: accountId, subject: subject)
        self.accountId = accountId
        self.subject = subject
        self.email = email
        self.scopes = scopes
        self.status = status
        self.connectedAt = connectedAt
        self.sealedRefreshToken = sealedRefreshToken
        self.revision = revision
    }

    /// The same Google account connected again to the same Kartra account is the same integration.
    public static func id(accountId: String, subject: String) -> String {
        Digest.text(["integration", accountId, "google", subject], length: 26)
    }
}
