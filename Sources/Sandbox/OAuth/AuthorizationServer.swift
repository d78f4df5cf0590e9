/// Google's OAuth endpoints: consent page, token, revoke, tokeninfo and userinfo.
struct AuthorizationServer: Sendable {
    private let configuration: GoogleConfiguration
    private let calendars: CalendarStore
    private let clock: SandboxClock
    private let page: ConsentPage
    let grants = GrantStore()

    init(configuration: GoogleConfiguration, calendars: CalendarStore, clock: SandboxClock) throws {
        self.configuration = configuration
        self.calendars = calendars
        self.clock = clock
        page = try ConsentPage()
    }

    // MARK: Authorization endpoint

    func showConsent(_ parameters: FormParameters) -> APIResponse {
        do throws(AuthorizationRequest.Refusal) {
            let request = try AuthorizationRequest(parameters, clients: configuration.clients)
            if request.prompts.contains("none") { return answerSilently(request) }
            let accounts = calendars.read { Array($0.accounts.values) }
            return .html(page.render(request, parameters: parameters, accounts: accounts))
        } catch {
            return .html(page.render(error), status: error.status)
        }
    }

    /// The posted form: the request's own parameters, `account`, `grant` for each ticked scope, and `decision`.
    func decide(_ form: FormParameters) -> APIResponse {
        do throws(AuthorizationRequest.Refusal) {
            let request = try AuthorizationRequest(form, clients: configuration.clients)
            guard form["decision"] == "allow" else { return request.redirect(with: [("error", "access_denied")]) }
            guard let email = form["account"] ?? request.loginHint, let account = account(email) else {
                throw .init(status: 400, code: "invalid_request", message: "No such account.")
            }
            let asked = request.scopes.filter { !OAuthScope.isSignIn($0) }
            let ticked = asked.count > 1 ? asked.filter { form.all("grant").contains($0) } : asked
            let granted = request.scopes.filter { OAuthScope.isSignIn($0) || ticked.contains($0) }
            if granted.isEmpty { return request.redirect(with: [("error", "access_denied")]) }
            return answer(request, account: account, scopes: granted)
        } catch {
            return .html(page.render(error), status: error.status)
        }
    }

    private func answerSilently(_ request: AuthorizationRequest) -> APIResponse {
        guard let hint = request.loginHint, let account = account(hint) else {
            return request.redirect(with: [("error", "interaction_required")])
        }
        let granted = grants.grantedScopes(subject: account.subject, clientId: request.clientId)
        guard request.scopes.allSatisfy(granted.contains) else {
            return request.redirect(with: [("error", "consent_required")])
        }
        return answer(request, account: account, scopes: request.scopes)
    }

    private func answer(_ request: AuthorizationRequest, account: GoogleAccount, scopes: [String]) -> APIResponse {
        let identity = TokenIdentity(
            email: account.email, subject: account.subject, clientId: request.clientId, scopes: scopes, expires: 0)
        let code = grants.consent(request, identity: identity, codeExpires: clock.seconds + configuration.codeLifetime)
        return request.redirect(with: [("code", code), ("scope", scopes.joined(separator: " "))])
    }

    private func account(_ hint: String) -> GoogleAccount? {
        calendars.read { $0.accounts[hint] ?? $0.account(subject: hint) }
    }

    // MARK: Token endpoint

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
        let refreshToken = code.givesRefreshToken ? grants.issueRefreshToken(code.identity) : nil
        var answer = issue(code.identity, refreshToken: refreshToken)
        answer.append("refresh_token", refreshToken)
        appendIdentityToken(for: code.identity, nonce: code.nonce, client: client, to: &answer)
        return .json(.object(answer), pretty: true)
    }

    private func refresh(
        _ form: FormParameters, client: GoogleConfiguration.Client
    ) throws(TokenError) -> APIResponse {
        guard let token = form["refresh_token"] else {
            throw .invalidRequest("Missing required parameter: refresh_token")
        }
        guard let identity = grants.refreshIdentity(token) else {
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

    // MARK: The smaller endpoints

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
