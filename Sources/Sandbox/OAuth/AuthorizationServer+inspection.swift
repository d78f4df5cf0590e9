/// Revocation, tokeninfo and userinfo.
extension AuthorizationServer {
    func revoke(_ request: APIRequest) -> APIResponse {
        guard let token = request.form["token"] ?? request.query["token"] else {
            return TokenError.invalidRequest("Missing required parameter: token").response
        }
        guard grants.revoke(token) else {
            return TokenError(status: 400, code: "invalid_token", description: "Token expired or revoked").response
        }
        return .json([:])
    }

    func tokenInfo(_ request: APIRequest) -> APIResponse {
        let text = request.query["access_token"] ?? request.form["access_token"] ?? ""
        guard let token = grants.accessToken(text, now: clock.seconds) else {
            return TokenError(status: 400, code: "invalid_token", description: "Invalid Value").response
        }
        let identity = token.identity
        var info: JSONObject = [
            "azp": .string(identity.clientId), "aud": .string(identity.clientId), "sub": .string(identity.subject),
            "scope": .string(identity.scopes.joined(separator: " ")), "exp": .string(String(identity.expires)),
            "expires_in": .string(String(identity.expires - clock.seconds)),
            "access_type": token.refreshToken == nil ? "online" : "offline",
        ]
        if identity.scopes.contains(OAuthScope.prefix + "userinfo.email") {
            info.append("email", .string(identity.email))
            info.append("email_verified", "true")
        }
        return .json(.object(info), pretty: true)
    }

    func userInfo(_ request: APIRequest) -> APIResponse {
        guard let text = request.bearerToken, let token = grants.accessToken(text, now: clock.seconds),
            token.identity.scopes.contains("openid"), let account = account(token.identity.subject)
        else {
            return TokenError(status: 401, code: "invalid_request", description: "Invalid Credentials").response
        }
        var info: JSONObject = ["sub": .string(account.subject)]
        if token.identity.scopes.contains(OAuthScope.prefix + "userinfo.profile") {
            info.append("name", .string(account.name))
        }
        if token.identity.scopes.contains(OAuthScope.prefix + "userinfo.email") {
            info.append("email", .string(account.email))
            info.append("email_verified", true)
        }
        return .json(.object(info), pretty: true)
    }
}
