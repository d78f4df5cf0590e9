public import Foundation

/// What the token endpoint gave.
public struct TokenGrant: Sendable, Hashable {
    public let accessToken: String
    public let expiresAt: Date
    /// With the first consent, and whenever Google replaces it; `nil` means that the known one stays.
    public let refreshToken: String?
    /// When the refresh token ends by itself; `nil` means that Google has named no end.
    /// https://developers.google.com/identity/protocols/oauth2/web-server#time-based-access
    public let refreshTokenExpiresAt: Date?
    /// What the user really granted, which may be less than was asked for.
    public let scopes: [String]
    /// Google's unchanging name of the account; only in answers that carry an ID token.
    public let subject: String?
    public let email: String?

    public init(
        accessToken: String, expiresAt: Date, refreshToken: String? = nil, refreshTokenExpiresAt: Date? = nil,
        scopes: [String] = [], subject: String? = nil, email: String? = nil
    ) {
        self.accessToken = accessToken
        self.expiresAt = expiresAt
        self.refreshToken = refreshToken
        self.refreshTokenExpiresAt = refreshTokenExpiresAt
        self.scopes = scopes
        self.subject = subject
        self.email = email
    }
}

extension TokenGrant: CustomStringConvertible {
    public var description: String { "TokenGrant(expiresAt: \(expiresAt), scopes: \(scopes.count))" }
}
