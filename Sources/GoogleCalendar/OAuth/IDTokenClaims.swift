import CalendarSync
import Foundation

/// Who has consented, out of an ID token.
///
/// The signature is not checked: the token came straight from the token endpoint over TLS, which OpenID Connect Core 1.0
/// §3.1.3.7 (6) accepts in its place. The audience is.
struct IDTokenClaims: Decodable {
    let subject: String
    let email: String?
    private let audience: String

    enum CodingKeys: String, CodingKey {
        case subject = "sub"
        case email
        case audience = "aud"
    }

    enum Failure: Error {
        case malformed
        case forAnotherClient
    }

    init(idToken: String, clientID: String) throws {
        let parts = idToken.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let payload = Base64URL.decode(String(parts[1])) else { throw Failure.malformed }
        self = try JSONDecoder().decode(Self.self, from: payload)
        guard audience == clientID else { throw Failure.forAnotherClient }
    }
}
