public import Foundation
public import OutboundHTTP

/// OAuth 2.0 for web servers with PKCE.
/// https://developers.google.com/identity/protocols/oauth2/web-server
///
/// Throws `GoogleError`, or `CancellationError`.
public struct GoogleOAuth: Sendable {
    private let sender: any HTTPSender
    private let endpoints: GoogleEndpoints
    private let credentials: GoogleClientCredentials
    private let timeout: Duration
    private let now: @Sendable () -> Date
    public let tokenEndpoint = TokenEndpointState()

    public init(
        sender: any HTTPSender, endpoints: GoogleEndpoints = GoogleEndpoints(), credentials: GoogleClientCredentials,
        timeout: Duration = .seconds(15), now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.sender = sender
        self.endpoints = endpoints
        self.credentials = credentials
        self.timeout = timeout
        self.now = now
    }

    /// The page to send the user to. `prompt: "consent"` brings a refresh token even when there was a consent before.
    public func authorizeURL(
        state: String, codeChallenge: String, redirectURI: String, scopes: [String] = GoogleScopes.requested,
        prompt: String? = "consent", loginHint: String? = nil
    ) -> String {
        var query: URLQuery = [
            "client_id": credentials.id,
            "redirect_uri": redirectURI,
            "response_type": "code",
            "scope": scopes.joined(separator: " "),
            "access_type": "offline",
            "include_granted_scopes": "true",
            "state": state,
            "code_challenge": codeChallenge,
            "code_challenge_method": "S256",
        ]
        query.append("prompt", prompt)
        query.append("login_hint", loginHint)
        return query.appended(to: endpoints.authorizeURL)
    }

    /// Turns the code of the callback into tokens. `redirectURI` is the one of the authorization request, to the letter.
    public func exchange(code: String, verifier: String, redirectURI: String) async throws -> TokenGrant {
        try await grant([
            "grant_type": "authorization_code",
            "code": code,
            "code_verifier": verifier,
            "redirect_uri": redirectURI,
            "client_id": credentials.id,
            "client_secret": credentials.secret,
        ])
    }

    public func refresh(refreshToken: String) async throws -> TokenGrant {
        try await grant([
            "grant_type": "refresh_token",
            "refresh_token": refreshToken,
            "client_id": credentials.id,
            "client_secret": credentials.secret,
        ])
    }

    /// Ends the grant of an access or refresh token. Stop its channels first: afterwards nobody can.
    public func revoke(token: String) async throws {
        _ = try await post(["token": token], to: endpoints.revokeURL)
    }

    private func grant(_ form: FormBody) async throws -> TokenGrant {
        let response: OutboundResponse
        do {
            response = try await post(form, to: endpoints.tokenURL)
            tokenEndpoint.note(nil)
        } catch let error as GoogleError {
            tokenEndpoint.note(error)
            throw error
        }
        do {
            let answer = try JSONDecoder().decode(TokenAnswer.self, from: Data(response.body))
            let claims = try answer.idToken.map { try IDTokenClaims(idToken: $0, clientID: credentials.id) }
            return TokenGrant(
                accessToken: answer.accessToken,
                // RFC 6749 only recommends the lifetime; Google's is an hour.
                expiresAt: now().addingTimeInterval(TimeInterval(answer.lifetimeSeconds ?? 3600)),
                refreshToken: answer.refreshToken,
                refreshTokenExpiresAt: answer.refreshLifetimeSeconds.map { now().addingTimeInterval(TimeInterval($0)) },
                scopes: answer.scope?.split(separator: " ").map(String.init) ?? [],
                subject: claims?.subject, email: claims?.email)
        } catch {
            throw GoogleError.malformedAnswer(status: response.status)
        }
    }

    private func post(_ form: FormBody, to url: String) async throws -> OutboundResponse {
        let request = OutboundRequest(
            .post, url,
            headers: ["Content-Type": FormBody.contentType, "User-Agent": GoogleCalendarClient.userAgent],
            body: form.bytes, timeout: timeout)
        let response = try await sender.sendToGoogle(request)
        guard (200..<300).contains(response.status) else { throw GoogleError(oauthAnswer: response, now: now()) }
        return response
    }
}
