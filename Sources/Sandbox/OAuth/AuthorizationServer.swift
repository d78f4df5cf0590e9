/// Google's OAuth endpoints: consent page, token, revoke, tokeninfo and userinfo.
struct AuthorizationServer: Sendable {
    let configuration: GoogleConfiguration
    let calendars: CalendarStore
    let toggles: ToggleBoard
    let clock: SandboxClock
    private let page: ConsentPage
    let grants = GrantStore()

    init(
        configuration: GoogleConfiguration, calendars: CalendarStore, toggles: ToggleBoard, clock: SandboxClock
    ) throws {
        self.configuration = configuration
        self.calendars = calendars
        self.toggles = toggles
        self.clock = clock
        page = try ConsentPage()
    }

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

    func account(_ hint: String) -> GoogleAccount? {
        calendars.read { $0.accounts[hint] ?? $0.account(subject: hint) }
    }
}
