import Crypto
import Testing

@testable import Sandbox

@Suite struct OAuthTests {
    private static let calendar = OAuthScope.prefix + "calendar.events"
    private static let list = OAuthScope.prefix + "calendar.calendarlist.readonly"
    private static let redirect = "http://127.0.0.1:9/callback"

    private func request(_ more: [(String, String)] = [], scope: String = "openid email \(calendar)") -> FormParameters
    {
        FormParameters(
            [
                ("client_id", "sandbox-client"), ("redirect_uri", Self.redirect), ("response_type", "code"),
                ("scope", scope), ("state", "s t&te"), ("access_type", "offline"),
            ] + more)
    }

    /// Posts the consent form and returns the query of the redirect.
    private func consent(
        _ sandbox: RunningSandbox, _ request: FormParameters, _ choice: [(String, String)]
    ) async throws -> FormParameters {
        let form = FormParameters(request.pairs.map { ($0.name, $0.value) } + choice).encoded
        let answer = try await sandbox.client.send("POST", "/o/oauth2/v2/auth", body: Array(form.utf8))
        #expect(answer.status == 302, "\(answer.text)")
        let location = try #require(answer.header("Location"))
        #expect(location.hasPrefix(Self.redirect + "?"))
        return FormParameters(encoded: location.split(separator: "?")[1])
    }

    private func code(_ sandbox: RunningSandbox, _ request: FormParameters) async throws -> String {
        let answer = try await consent(
            sandbox, request, [("account", RunningSandbox.host), ("decision", "allow")])
        return try #require(answer["code"])
    }

    private func token(
        _ sandbox: RunningSandbox, _ fields: [(String, String)], secret: String = "sandbox-secret"
    ) async throws -> HTTPAnswer {
        let form = FormParameters(
            [("client_id", "sandbox-client"), ("client_secret", secret), ("redirect_uri", Self.redirect)] + fields)
        return try await sandbox.client.send("POST", "/token", body: Array(form.encoded.utf8))
    }

    @Test func theConsentPageListsAccountsAndEscapesWhatItCarries() async throws {
        try await RunningSandbox.with { sandbox in
            let query = request([("prompt", "consent\"><script>")], scope: "\(Self.calendar) \(Self.list)").encoded
            let page = try await sandbox.client.send("GET", "/o/oauth2/v2/auth?" + query)
            #expect(page.status == 200)
            #expect(page.text.contains("value=\"host@example.com\" checked"))
            #expect(page.text.contains("type=\"checkbox\" name=\"grant\""))
            #expect(!page.text.contains("<script>"))
        }
    }

    @Test func aCodeBuysTokensOnceAndTheIdTokenNamesTheSubject() async throws {
        try await RunningSandbox.with { sandbox in
            let back = try await consent(
                sandbox, request([("nonce", "n1")]), [("account", RunningSandbox.host), ("decision", "allow")])
            #expect(back["state"] == "s t&te")
            let code = try #require(back["code"])
            let tokens = try await token(sandbox, [("grant_type", "authorization_code"), ("code", code)])
            #expect(tokens.status == 200)
            #expect(tokens["token_type"] == "Bearer" && tokens["expires_in"] == 3599)
            #expect(tokens["refresh_token"] != nil)
            #expect(tokens["scope"]?.string == "openid \(OAuthScope.prefix)userinfo.email \(Self.calendar)")
            let parts = try #require(tokens["id_token"]?.string).split(separator: ".").map(String.init)
            let signature = HMAC<SHA256>.authenticationCode(
                for: Array((parts[0] + "." + parts[1]).utf8), using: SymmetricKey(data: Array("sandbox-secret".utf8)))
            #expect(RandomToken.base64URL(signature) == parts[2])
            let info = try await sandbox.client.send(
                "GET", "/tokeninfo?access_token=" + (tokens["access_token"]?.string ?? ""))
            let user = try await sandbox.client.send(
                "GET", "/v1/userinfo",
                headers: [("Authorization", "Bearer " + (tokens["access_token"]?.string ?? ""))])
            #expect(info["email"] == "host@example.com" && info["sub"] == user["sub"] && user["sub"] != nil)
            let again = try await token(sandbox, [("grant_type", "authorization_code"), ("code", code)])
            #expect(again.status == 400 && again["error"] == "invalid_grant")
        }
    }

    @Test func aRefreshTokenComesOnlyWithTheFirstConsentOrAForcedOne() async throws {
        try await RunningSandbox.with { sandbox in
            let online = FormParameters(
                request().pairs.filter { $0.name != "access_type" }.map { ($0.name, $0.value) })
            var given: [Bool] = []
            for asked in [online, request(), request(), request([("prompt", "consent")])] {
                let code = try await code(sandbox, asked)
                let tokens = try await token(sandbox, [("grant_type", "authorization_code"), ("code", code)])
                given.append(tokens["refresh_token"] != nil)
            }
            #expect(given == [false, true, false, true])
        }
    }

    @Test func untickedScopesAreNotGranted() async throws {
        try await RunningSandbox.with { sandbox in
            let both = request(scope: "openid \(Self.calendar) \(Self.list)")
            let back = try await consent(
                sandbox, both, [("account", RunningSandbox.host), ("grant", Self.list), ("decision", "allow")])
            #expect(back["scope"] == "openid \(Self.list)")
            let tokens = try await token(
                sandbox, [("grant_type", "authorization_code"), ("code", try #require(back["code"]))])
            let access = try #require(tokens["access_token"]?.string)
            #expect(try await sandbox.call("GET", "users/me/calendarList", token: access).status == 200)
            #expect(try await sandbox.call("GET", "calendars/primary/events", token: access).status == 403)
            let union = try await consent(
                sandbox, request([("include_granted_scopes", "true")], scope: Self.calendar),
                [("account", RunningSandbox.host), ("decision", "allow")])
            let second = try await token(
                sandbox, [("grant_type", "authorization_code"), ("code", try #require(union["code"]))])
            #expect(second["scope"]?.string?.contains(Self.list) == true)
        }
    }

    @Test func aRefusalGoesBackToTheClient() async throws {
        try await RunningSandbox.with { sandbox in
            let back = try await consent(sandbox, request(), [("decision", "deny")])
            #expect(back["error"] == "access_denied" && back["state"] == "s t&te" && back["code"] == nil)
        }
    }

    @Test(arguments: [
        ("client_id", "unknown", 401), ("redirect_uri", "https://evil.example/cb", 400),
        ("response_type", "token", 400),
        ("scope", "https://www.googleapis.com/auth/nonsense", 400), ("code_challenge_method", "S512", 400),
    ])
    func aBadAuthorizationRequestIsShownToTheUserAndNotSentBack(name: String, value: String, status: Int) async throws {
        try await RunningSandbox.with { sandbox in
            let base = request([("code_challenge", "x"), ("code_challenge_method", "S256")])
            let pairs = base.pairs.map { ($0.name, $0.name == name ? value : $0.value) }
            let page = try await sandbox.client.send("GET", "/o/oauth2/v2/auth?" + FormParameters(pairs).encoded)
            #expect(page.status == status && page.header("Location") == nil)
        }
    }

    @Test(arguments: ["S256", "plain"])
    func theVerifierMustMatchTheChallenge(method: String) async throws {
        try await RunningSandbox.with { sandbox in
            let verifier = "a-verifier-of-some-length-0123456789-0123456789"
            let challenge =
                method == "plain" ? verifier : RandomToken.base64URL(SHA256.hash(data: Array(verifier.utf8)))
            let asked = request([("code_challenge", challenge), ("code_challenge_method", method)])
            for (sent, status) in [([("code_verifier", verifier)], 200), ([("code_verifier", "no")], 400), ([], 400)] {
                let code = try await code(sandbox, asked)
                let answer = try await token(sandbox, [("grant_type", "authorization_code"), ("code", code)] + sent)
                #expect(answer.status == status)
                #expect(status == 200 || answer["error"] == "invalid_grant")
            }
        }
    }

    @Test func aCodeExpiresAndIsBoundToItsRedirect() async throws {
        try await RunningSandbox.with { sandbox in
            let late = try await code(sandbox, request())
            _ = try await sandbox.control("POST", "clock", ["advanceSeconds": 601])
            let expired = try await token(sandbox, [("grant_type", "authorization_code"), ("code", late)])
            #expect(expired["error"] == "invalid_grant")
            let code = try await code(sandbox, request())
            let form = FormParameters([
                ("client_id", "sandbox-client"), ("client_secret", "sandbox-secret"), ("code", code),
                ("grant_type", "authorization_code"), ("redirect_uri", "http://127.0.0.1:9/other"),
            ])
            let mismatch = try await sandbox.client.send("POST", "/token", body: Array(form.encoded.utf8))
            #expect(mismatch.status == 400 && mismatch["error"] == "redirect_uri_mismatch")
        }
    }

    @Test func anExpiredAccessTokenIsRefreshedUntilItIsRevoked() async throws {
        try await RunningSandbox.with { sandbox in
            let code = try await code(sandbox, request())
            let first = try await token(sandbox, [("grant_type", "authorization_code"), ("code", code)])
            let refresh = try #require(first["refresh_token"]?.string)
            let access = try #require(first["access_token"]?.string)
            _ = try await sandbox.control("POST", "clock", ["advanceSeconds": 3600])
            let expired = try await sandbox.call("GET", "calendars/primary/events", token: access)
            #expect(expired.status == 401 && expired.reason == "authError")
            #expect(expired["error", "status"] == "UNAUTHENTICATED")
            let second = try await token(sandbox, [("grant_type", "refresh_token"), ("refresh_token", refresh)])
            let renewed = try #require(second["access_token"]?.string)
            #expect(second["refresh_token"] == nil)
            #expect(try await sandbox.call("GET", "calendars/primary/events", token: renewed).status == 200)

            let revoked = try await sandbox.client.send("POST", "/revoke", body: Array("token=\(renewed)".utf8))
            #expect(revoked.status == 200)
            #expect(try await sandbox.call("GET", "calendars/primary/events", token: renewed).status == 401)
            let dead = try await token(sandbox, [("grant_type", "refresh_token"), ("refresh_token", refresh)])
            #expect(dead.status == 400 && dead["error"] == "invalid_grant")
            #expect(dead["error_description"] == "Token has been expired or revoked.")
            #expect(
                try await sandbox.client.send("POST", "/revoke", body: Array("token=\(renewed)".utf8)).status == 400)
        }
    }

    @Test func theControlEndpointRevokesAsTheUserWould() async throws {
        try await RunningSandbox.with { sandbox in
            _ = try await sandbox.control("POST", "google/users/host@example.com/revoke")
            #expect(try await sandbox.call("GET", "calendars/primary/events").status == 401)
        }
    }

    @Test func theClientMustProveItself() async throws {
        try await RunningSandbox.with { sandbox in
            let wrong = try await token(sandbox, [("grant_type", "refresh_token")], secret: "wrong")
            #expect(wrong.status == 401 && wrong["error"] == "invalid_client")
            let odd = try await token(sandbox, [("grant_type", "password")])
            #expect(odd.status == 400 && odd["error"] == "unsupported_grant_type")
            let basic = try await sandbox.client.send(
                "POST", "/token", headers: [("Authorization", "Basic c2FuZGJveC1jbGllbnQ6c2FuZGJveC1zZWNyZXQ=")],
                body: Array("grant_type=refresh_token&refresh_token=none".utf8))
            #expect(basic["error"] == "invalid_grant")
        }
    }

    @Test func silentAuthorizationNeedsAnEarlierConsent() async throws {
        try await RunningSandbox.with { sandbox in
            let silent = request([("prompt", "none"), ("login_hint", RunningSandbox.host)]).encoded
            let before = try await sandbox.client.send("GET", "/o/oauth2/v2/auth?" + silent)
            #expect(before.header("Location")?.contains("error=consent_required") == true)
            _ = try await code(sandbox, request())
            let after = try await sandbox.client.send("GET", "/o/oauth2/v2/auth?" + silent)
            #expect(after.header("Location")?.contains("code=") == true)
        }
    }

    @Test func aGrantOfAConsentScreenInTestingEndsAfterAWeek() async throws {
        try await RunningSandbox.with { sandbox in
            let week = 604_800
            _ = try await sandbox.control("POST", "google/toggles", ["refreshTokenLifetime": .integer(week)])
            let first = try await token(
                sandbox, [("grant_type", "authorization_code"), ("code", try await code(sandbox, request()))])
            #expect(first["refresh_token_expires_in"]?.integer == week)
            let refresh = [("grant_type", "refresh_token"), ("refresh_token", first["refresh_token"]?.string ?? "")]
            _ = try await sandbox.control("POST", "clock", ["advanceSeconds": .integer(week - 60)])
            #expect(try await token(sandbox, refresh).status == 200)
            _ = try await sandbox.control("POST", "clock", ["advanceSeconds": .integer(60)])
            let dead = try await token(sandbox, refresh)
            #expect(dead.status == 400 && dead["error"]?.string == "invalid_grant")
        }
    }
}
