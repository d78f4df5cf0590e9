public import Foundation

/// What Google gave after consent.
public struct GoogleGrant: Hashable, Sendable {
    /// Google's `sub`: who consented.
    public let subject: String
    public let email: String
    public let scopes: [String]
    /// Needed and not granted: Google lets people untick boxes.
    public let missingScopes: [String]
    /// Nil where Google gave none, as after a consent that it had already.
    public let refreshToken: String?
    /// When Google ends it by itself; nil: it has named no end.
    public let endsAt: Date?

    public init(
        subject: String, email: String, scopes: [String], missingScopes: [String], refreshToken: String?,
        endsAt: Date? = nil
    ) {
        self.subject = subject
        self.email = email
        self.scopes = scopes
        self.missingScopes = missingScopes
        self.refreshToken = refreshToken
        self.endsAt = endsAt
    }
}
