import Foundation
import GoogleCalendar
import OutboundHTTP
import Testing

@Suite(.timeLimit(.minutes(1)))
struct GoogleOAuthTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)
    private static let credentials = GoogleClientCredentials(id: "client-1", secret: "client secret")

    private static func idToken(audience: String) -> String {
        let claims =
            #"{"iss":"https://accounts.google.com","aud":"\#(audience)","sub":"110","email":"ana@example.com"}"#
        let payload = Data(claims.utf8).base64EncodedString().filter { $0 != "=" }
        return "eyJhbGciOiJSUzI1NiJ9.\(payload).c2lnbmF0dXJl"
    }

    private func oauth(_ sender: HTTPClient, _ endpoints: GoogleEndpoints) -> GoogleOAuth {
        GoogleOAuth(sender: sender, endpoints: endpoints, credentials: Self.credentials, now: { Self.now })
    }

    @Test func sendsTheUserToGoogleWithEverythingItTakes() throws {
        let oauth = GoogleOAuth(sender: try HTTPClient(), credentials: Self.credentials)
        let url = oauth.authorizeURL(
            state: "st&te", codeChallenge: "challenge", redirectURI: "https://x.example/oauth/google/callback",
            loginHint: "110")
        let components = try #require(URLComponents(string: url))
        #expect(url.hasPrefix("https://accounts.google.com/o/oauth2/v2/auth?"))
        let query = Dictionary(
            uniqueKeysWithValues: (components.queryItems ?? []).map { ($0.name, $0.value ?? "") })
        #expect(
            query == [
                "client_id": "client-1", "redirect_uri": "https://x.example/oauth/google/callback",
                "response_type": "code", "scope": GoogleScopes.requested.joined(separator: " "),
                "access_type": "offline", "include_granted_scopes": "true", "state": "st&te",
                "code_challenge": "challenge", "code_challenge_method": "S256", "prompt": "consent",
                "login_hint": "110",
            ])
        #expect(!url.contains("client%20secret"))
    }

    @Test func exchangesACodeForTokens() async throws {
        let google = ScriptedGoogle { _ in
            .json(
                """
                {"access_token":"at","expires_in":3599,"refresh_token":"rt","scope":"openid a b","token_type":"Bearer",
                 "id_token":"\(Self.idToken(audience: "client-1"))"}
                """)
        }
        try await google.run { sender, endpoints in
            let grant = try await oauth(sender, endpoints).exchange(
                code: "4/0A b", verifier: "verifier", redirectURI: "https://x.example/cb")
            #expect(grant.accessToken == "at")
            #expect(grant.refreshToken == "rt")
            #expect(grant.expiresAt == Self.now + 3599)
            #expect(grant.scopes == ["openid", "a", "b"])
            #expect(grant.subject == "110")
            #expect(grant.email == "ana@example.com")
            #expect(!"\(grant)".contains("at\"") && !String(reflecting: grant).contains("rt"))
        }
        let request = try #require(google.requests.first)
        #expect(request.method == "POST")
        #expect(request.path == "/token")
        #expect(request.headers["content-type"] == "application/x-www-form-urlencoded")
        #expect(
            request.form == [
                "grant_type": "authorization_code", "code": "4/0A b", "code_verifier": "verifier",
                "redirect_uri": "https://x.example/cb", "client_id": "client-1", "client_secret": "client secret",
            ])
    }

    @Test func refreshesWithoutANewRefreshToken() async throws {
        let google = ScriptedGoogle { _ in
            .json(#"{"access_token":"at2","expires_in":100,"scope":"a","token_type":"Bearer"}"#)
        }
        try await google.run { sender, endpoints in
            let grant = try await oauth(sender, endpoints).refresh(refreshToken: "1//rt")
            #expect(grant.accessToken == "at2")
            #expect(grant.expiresAt == Self.now + 100)
            #expect(grant.refreshToken == nil)
            #expect(grant.subject == nil)
        }
        #expect(
            google.requests.first?.form == [
                "grant_type": "refresh_token", "refresh_token": "1//rt", "client_id": "client-1",
                "client_secret": "client secret",
            ])
    }

    @Test func revokesAToken() async throws {
        let google = ScriptedGoogle { _ in .json("{}") }
        try await google.run { sender, endpoints in
            try await oauth(sender, endpoints).revoke(token: "1//rt")
        }
        #expect(google.requests.first?.path == "/revoke")
        #expect(google.requests.first?.form == ["token": "1//rt"])
    }

    @Test(arguments: ["not.json.x", "onlyOnePart", idToken(audience: "somebody-else")])
    func refusesAnIDTokenThatIsNotForUs(idToken: String) async throws {
        let google = ScriptedGoogle { _ in
            .json(#"{"access_token":"at","expires_in":3599,"id_token":"\#(idToken)"}"#)
        }
        try await google.run { sender, endpoints in
            await #expect(throws: GoogleError.malformedAnswer(status: 200)) {
                try await oauth(sender, endpoints).exchange(code: "c", verifier: "v", redirectURI: "r")
            }
        }
    }

    @Test func credentialsDoNotShowTheirSecret() {
        #expect(!"\(Self.credentials)".contains("secret"))
        #expect(!String(reflecting: Self.credentials).contains("secret"))
    }
}
