import Crypto

/// An OpenID Connect id token, signed with the client's secret (HS256).
enum IdentityToken {
    static let issuer = "https://accounts.google.com"

    static func make(_ identity: TokenIdentity, nonce: String?, secret: String, now: Int) -> String {
        var claims: JSONObject = [
            "iss": .string(issuer), "azp": .string(identity.clientId), "aud": .string(identity.clientId),
            "sub": .string(identity.subject), "iat": .integer(now), "exp": .integer(now + 3600),
        ]
        if identity.scopes.contains(OAuthScope.prefix + "userinfo.email") {
            claims.append("email", .string(identity.email))
            claims.append("email_verified", true)
        }
        claims.append("nonce", nonce)
        let header = RandomToken.base64URL(JSONWriter.write(["alg": "HS256", "typ": "JWT"]))
        let content = header + "." + RandomToken.base64URL(JSONWriter.write(.object(claims)))
        let key = SymmetricKey(data: Array(secret.utf8))
        let signature = HMAC<SHA256>.authenticationCode(for: Array(content.utf8), using: key)
        return content + "." + RandomToken.base64URL(signature)
    }
}
