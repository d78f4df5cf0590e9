/// The parameters of an authorization request, checked as Google does before it shows a page.
struct AuthorizationRequest: Sendable {
    /// Shown on Google's own page; the browser is never sent back to an address that was not registered.
    struct Refusal: Error {
        let status: Int
        let code: String
        let message: String
    }

    let clientId: String
    let redirectURI: String
    let scopes: [String]
    let state: String?
    let isOffline: Bool
    let prompts: Set<String>
    let includesGrantedScopes: Bool
    let loginHint: String?
    let nonce: String?
    let challenge: PKCEChallenge?

    init(_ parameters: FormParameters, clients: [GoogleConfiguration.Client]) throws(Refusal) {
        guard let clientId = parameters["client_id"] else {
            throw Refusal(status: 400, code: "invalid_request", message: "Missing required parameter: client_id")
        }
        guard let client = clients.first(where: { $0.id == clientId }) else {
            throw Refusal(status: 401, code: "invalid_client", message: "The OAuth client was not found.")
        }
        guard let redirectURI = parameters["redirect_uri"] else {
            throw Refusal(status: 400, code: "invalid_request", message: "Missing required parameter: redirect_uri")
        }
        guard client.admits(redirectURI) else {
            throw Refusal(
                status: 400, code: "redirect_uri_mismatch",
                message: "The redirect URI in the request does not match the ones authorized for the client.")
        }
        guard parameters["response_type"] == "code" else {
            throw Refusal(status: 400, code: "invalid_request", message: "Invalid response_type")
        }
        guard let requested = parameters["scope"], !requested.isEmpty else {
            throw Refusal(status: 400, code: "invalid_request", message: "Missing required parameter: scope")
        }
        guard let scopes = OAuthScope.parse(requested) else {
            throw Refusal(status: 400, code: "invalid_scope", message: "Some requested scopes were invalid.")
        }
        if let text = parameters["code_challenge"] {
            guard let challenge = PKCEChallenge(text, method: parameters["code_challenge_method"] ?? "plain") else {
                throw Refusal(status: 400, code: "invalid_request", message: "Invalid code_challenge_method")
            }
            self.challenge = challenge
        } else {
            challenge = nil
        }
        self.clientId = clientId
        self.redirectURI = redirectURI
        self.scopes = scopes
        state = parameters["state"]
        isOffline = parameters["access_type"] == "offline"
        prompts = Set((parameters["prompt"] ?? "").split(separator: " ").map(String.init))
        includesGrantedScopes = parameters["include_granted_scopes"] == "true"
        loginHint = parameters["login_hint"]
        nonce = parameters["nonce"]
    }

    /// The redirect URI with the answer added to its query.
    func redirect(with answer: [(String, String)]) -> APIResponse {
        var pairs = answer
        if let state { pairs.append(("state", state)) }
        let separator = redirectURI.contains("?") ? "&" : "?"
        return .redirect(to: redirectURI + separator + FormParameters(pairs).encoded)
    }
}

extension GoogleConfiguration.Client {
    fileprivate func admits(_ redirectURI: String) -> Bool {
        redirectURIs.isEmpty ? WebAddress(redirectURI)?.isLoopback ?? false : redirectURIs.contains(redirectURI)
    }
}
