/// Whom an access token speaks for, through which client, and for what.
struct TokenIdentity: Sendable {
    let email: String
    let subject: String
    let clientId: String
    /// Long names.
    let scopes: [String]
    /// Seconds since 1970.
    let expires: Int

    /// Names without the common prefix.
    var shortScopes: Set<String> { Set(scopes.map(OAuthScope.short)) }
}
