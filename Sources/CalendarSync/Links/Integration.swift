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
    /// When Google ends the grant by itself; nil: it has named no end.
    public var grantEndsAt: Date?
    /// Since when Google no longer accepts the grant; nil: it does.
    public var lostAt: Date?
    /// The refresh token, sealed; the plain one is never stored.
    public var sealedRefreshToken: SealedSecret
    /// How it ends, or has ended; nil: it does not.
    public var disconnection: Disconnection?
    /// Counts the saves; 0: never saved.
    public var revision: Int64

    public init(
        accountId: String, subject: String, email: String, scopes: [String], status: Status = .connected,
        connectedAt: Date, grantEndsAt: Date? = nil, sealedRefreshToken: SealedSecret, revision: Int64 = 0
    ) {
        self.id = Self.id(accountId: accountId, subject: subject)
        self.accountId = accountId
        self.subject = subject
        self.email = email
        self.scopes = scopes
        self.status = status
        self.connectedAt = connectedAt
        self.grantEndsAt = grantEndsAt
        self.sealedRefreshToken = sealedRefreshToken
        self.revision = revision
    }

    /// Whether Google ends the grant, or has ended it, as it does while a consent screen is in testing: seven days after the
    /// consent. Where it named no end, the moment of the loss tells; access tokens outlive the grant by an hour at most.
    /// https://developers.google.com/identity/protocols/oauth2#expiration
    public var isOfTesting: Bool {
        guard let end = grantEndsAt ?? lostAt else { return false }
        let week: TimeInterval = 7 * 86_400
        return (week - 3_600...week + 7_200).contains(end.timeIntervalSince(connectedAt))
    }

    /// Google no longer accepts the grant.
    public mutating func lose(at time: Date) {
        status = .reconnectNeeded
        lostAt = time
    }

    /// The same Google account connected again to the same Kartra account is the same integration.
    public static func id(accountId: String, subject: String) -> String {
        Digest.text(["integration", accountId, "google", subject], length: 26)
    }
}
