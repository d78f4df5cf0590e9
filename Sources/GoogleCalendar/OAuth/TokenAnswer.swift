/// The token endpoint's JSON (RFC 6749 §5.1).
struct TokenAnswer: Decodable {
    let accessToken: String
    let lifetimeSeconds: Int?
    let refreshToken: String?
    /// Only of grants that do not last, as of a consent screen in testing.
    let refreshLifetimeSeconds: Int?
    let scope: String?
    let idToken: String?

    enum CodingKeys: String, CodingKey {
        case accessToken = "access_token"
        case lifetimeSeconds = "expires_in"
        case refreshToken = "refresh_token"
        case refreshLifetimeSeconds = "refresh_token_expires_in"
        case scope
        case idToken = "id_token"
    }
}
