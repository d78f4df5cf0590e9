/// The token endpoint's JSON (RFC 6749 §5.1).
struct TokenAnswer: Decodable {
    let accessToken: String
    let lifetimeSeconds: Int?
    let refreshToken: String?
    let scope: String?
    let idToken: String?

    enum CodingKeys: String, CodingKey {
        case accessToken = "access_token"
        case lifetimeSeconds = "expires_in"
        case refreshToken = "refresh_token"
        case scope
        case idToken = "id_token"
    }
}
