/// The token endpoint: codes and refresh tokens become access tokens.
extension AuthorizationServer {
    func token(_ request: APIRequest) -> APIResponse {
        do throws(TokenError) {
            let form = request.form
            let client = try authenticate(request, form: form)
            switch form["grant_type"] {
            case "authorization_code": return try exchange(form, client: client)
            case "refresh_token": return try refresh(form, client: client)
            case nil: throw .invalidRequest("Missing required parameter: grant_type")
            case .some:
                throw TokenError(status: 400, code: "unsupported_grant_type", description: "Invalid grant_type")
            }
        } catch {
            return error.response
        }
    }

    private func authenticate(
        _ request: APIRequest, form: FormParameters
    ) throws(TokenError) -> GoogleConfiguration.Client {
        let basic = BasicCredentials(request.headers["authorization"])
        guard let id = basic?.name ?? form["client_id"] else {
            throw .invalidRequest("Could not determine client ID from request.")
        }
        guard let client = configuration.clients.first(where: { $0.id == id }) else {
            throw .invalidClient("The OAuth client was not found.")
        }
        guard let secret = basic?.password ?? form["client_secret"] else {
            throw .invalidRequest("client_secret is missing.")
        }
        guard secret == client.secret else { throw .invalidClient("The provided client secret is invalid.") }
        return client
    }

    private func exchange(
        _ form: FormParameters, client: GoogleConfiguration.Client
    ) throws(TokenError) -> APIResponse {
        guard let text = form["code"] else { throw .invalidRequest("Missing required parameter: code") }
        guard let code = grants.redeem(text, now: clock.seconds), code.identity.clientId == client.id else {
            throw .invalidGrant("Malformed auth code.")
        }
        guard form["redirect_uri"] == code.redirectURI else {
            throw TokenError(status: 400, code: "redirect_uri_mismatch", description: "Bad Request")
        }
        if let challenge = code.challenge {
            guard let verifier = form["code_verifier"] else { throw .invalidGrant("Missing code verifier.") }
            guard challenge.admits(verifier) else { throw .invalidGrant("Invalid code verifier.") }
        }
        let lifetime = toggles.google.refreshTokenLifetime
        let refreshToken =
            code.givesRefreshToken
            ? grants.issueRefreshToken(code.identity, expires: lifetime.map { clock.seconds + $0 }) : nil
        var answer = issue(code.identity, refreshToken: refreshToken)
        answer.append("refresh_token", refreshToken)
        if refreshToken != nil, let lifetime { answer.append("refresh_token_expires_in", .integer(lifetime)) }
        appendIdentityToken(for: code.identity, nonce: code.nonce, client: client, to: &answer)
        return .json(.object(answer), pretty: true)
    }

    private func refresh(
        _ form: FormParameters, client: GoogleConfiguration.Client
    ) throws(TokenError) -> APIResponse {
        guard let token = form["refresh_token"] else {
            throw .invalidRequest("Missing required parameter: refresh_token")
        }
        guard let identity = grants.refreshIdentity(token, now: clock.seconds) else {
            throw .invalidGrant("Token has been expired or revoked.")
        }
        guard identity.clientId == client.id else {
            throw TokenError(status: 401, code: "unauthorized_client", description: "Unauthorized")
        }
        var answer = issue(identity, refreshToken: token)
        appendIdentityToken(for: identity, nonce: nil, client: client, to: &answer)
        return .json(.object(answer), pretty: true)
    }

    private func issue(_ identity: TokenIdentity, refreshToken: String?) -> JSONObject {
        let token = accessToken(for: identity, refreshToken: refreshToken)
        return [
            "access_token": .string(token), "expires_in": .integer(configuration.accessTokenLifetime),
            "scope": .string(identity.scopes.joined(separator: " ")), "token_type": "Bearer",
        ]
    }

    private func appendIdentityToken(
        for identity: TokenIdentity, nonce: String?, client: GoogleConfiguration.Client, to answer: inout JSONObject
    ) {
        guard identity.scopes.contains("openid") else { return }
        let token = IdentityToken.make(identity, nonce: nonce, secret: client.secret, now: clock.seconds)
        answer.append("id_token", .string(token))
    }

    private func accessToken(for identity: TokenIdentity, refreshToken: String?) -> String {
        let living = TokenIdentity(
            email: identity.email, subject: identity.subject, clientId: identity.clientId, scopes: identity.scopes,
            expires: clock.seconds + configuration.accessTokenLifetime)
        return grants.issueAccessToken(living, refreshToken: refreshToken)
    }

    /// A token without a consent page, for tests that are about something else.
    /// - Parameter clientId: `nil` takes the first client.
    func mint(email: String, clientId: String?, scopes: [String]) -> (access: String, refresh: String)? {
        let client = configuration.clients.first { clientId == nil || $0.id == clientId }
        guard let account = account(email), let client else { return nil }
        let identity = TokenIdentity(
            email: account.email, subject: account.subject, clientId: client.id, scopes: scopes, expires: 0)
        let refreshToken = grants.issueRefreshToken(identity)
        return (accessToken(for: identity, refreshToken: refreshToken), refreshToken)
    }
}
