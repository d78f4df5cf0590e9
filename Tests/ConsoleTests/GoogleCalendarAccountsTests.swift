import CalendarSync
import Foundation
import GoogleCalendar
import OutboundHTTP
import Testing

@testable import Console

@Suite struct GoogleCalendarAccountsTests {
    static let integration = Integration(
        accountId: "42", subject: "sub-1", email: "host@example.com", scopes: [], connectedAt: RunningConsole.now,
        sealedRefreshToken: SealedSecret(keyId: "k1", box: Data()))
    static let list = "/calendar/v3/users/me/calendarList"
    static let events = "/calendar/v3/calendars/host%40example.com/events"
    static let accessToken = #"{"access_token":"access-1","expires_in":3599,"token_type":"Bearer"}"#

    private func serving(_ test: (GoogleCalendarAccounts, ScriptedGoogle) async throws -> Void) async throws {
        let google = ScriptedGoogle()
        google.script("/token", (200, Self.accessToken))
        let client = try HTTPClient()
        try await google.serving { base in
            var endpoints = GoogleEndpoints()
            endpoints.apiBaseURL = base + "/calendar/v3"
            endpoints.authorizeURL = "https://accounts.example/auth"
            endpoints.tokenURL = base + "/token"
            let oauth = GoogleOAuth(
                sender: client, endpoints: endpoints,
                credentials: GoogleClientCredentials(id: "client-1", secret: "client-secret"))
            let tokens = AccessTokenCache(oauth: oauth, refreshToken: { _ in "refresh-1" }, rotated: { _, _ in })
            try await test(
                GoogleCalendarAccounts(
                    oauth: oauth, client: GoogleCalendarClient(sender: client, endpoints: endpoints), tokens: tokens),
                google)
        }
        await client.shutdown()
    }

    private func exchange(_ accounts: GoogleCalendarAccounts) async throws -> GoogleGrant {
        try await accounts.exchange(code: "code-1", verifier: "verifier-1", redirectURI: "https://calsync.example/cb")
    }

    private func tokens(scopes: [String], idToken: String?, refreshToken: String? = "refresh-1") -> String {
        let fields: [String: String?] = [
            "access_token": "access-1", "scope": scopes.joined(separator: " "), "id_token": idToken,
            "refresh_token": refreshToken,
        ]
        let members = fields.sorted { $0.key < $1.key }.compactMap { key, value in value.map { "\"\(key)\":\"\($0)\"" }
        }
        return "{" + members.joined(separator: ",") + "}"
    }

    @Test func thePageIsAskedForLastingAccessAndToldTheDigestOfTheVerifier() async throws {
        try await serving { accounts, _ in
            let url = accounts.authorizeURL(
                state: "state-1", verifier: "verifier-1", redirectURI: "https://calsync.example/cb")
            #expect(url.hasPrefix("https://accounts.example/auth?"))
            let challenge = PKCE(verifier: "verifier-1").challenge
            for pair in [
                "state=state-1", "access_type=offline", "prompt=consent", "code_challenge_method=S256",
                "code_challenge=\(challenge)", "redirect_uri=https%3A%2F%2Fcalsync.example%2Fcb",
            ] { #expect(url.contains(pair)) }
            #expect(!url.contains("verifier-1"))
        }
    }

    @Test func aCodeBecomesAGrantOfWhoConsented() async throws {
        try await serving { accounts, google in
            let idToken = ScriptedGoogle.idToken(subject: "sub-1", email: "host@example.com", audience: "client-1")
            google.script("/token", (200, tokens(scopes: GoogleScopes.required, idToken: idToken)))
            let grant = try await exchange(accounts)
            #expect(
                grant
                    == GoogleGrant(
                        subject: "sub-1", email: "host@example.com", scopes: GoogleScopes.required, missingScopes: [],
                        refreshToken: "refresh-1"))
            let request = try #require(google.requests.first)
            #expect(request.contains("code_verifier=verifier-1"))
            #expect(request.contains("code=code-1"))
        }
    }

    @Test func aPartialGrantSaysWhatIsMissing() async throws {
        try await serving { accounts, google in
            let idToken = ScriptedGoogle.idToken(subject: "sub-1", email: "host@example.com", audience: "client-1")
            google.script("/token", (200, tokens(scopes: ["openid", "email"], idToken: idToken, refreshToken: nil)))
            let grant = try await exchange(accounts)
            #expect(
                grant.missingScopes == [
                    GoogleScopes.events, GoogleScopes.calendarListReadOnly, GoogleScopes.freeBusy,
                ])
            #expect(grant.refreshToken == nil)
            google.script("/token", (200, tokens(scopes: [GoogleScopes.events], idToken: nil)))
            await #expect(throws: ConsoleError.missingScopes(["openid"])) { _ = try await exchange(accounts) }
        }
    }

    @Test(arguments: [
        (400, #"{"error":"invalid_grant"}"#, ConsoleError.codeRefused),
        (503, "", ConsoleError.googleUnavailable), (200, "no JSON", ConsoleError.googleUnavailable),
    ])
    func anExchangeThatFailsSaysWhatToDo(status: Int, body: String, error: ConsoleError) async throws {
        try await serving { accounts, google in
            google.script("/token", (status, body))
            await #expect(throws: error) { _ = try await exchange(accounts) }
        }
    }

    @Test func ourOwnRegistrationBeingRefusedIsGooglesRefusal() async throws {
        try await serving { accounts, google in
            google.script("/token", (401, #"{"error":"invalid_client"}"#))
            let error = await #expect(throws: ConsoleError.self) { _ = try await exchange(accounts) }
            guard case .googleRefused = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func allPagesOfTheListAreReadAndEachCalendarIsJudged() async throws {
        try await serving { accounts, google in
            google.script(
                Self.list,
                (
                    200,
                    """
                    {"nextPageToken":"p2","items":[
                      {"id":"host@example.com","summary":"Host","timeZone":"America/Denver","accessRole":"owner",
                       "primary":true,"colorId":"3","backgroundColor":"#f83a22"},
                      {"id":"gone@example.com","deleted":true}]}
                    """
                ),
                (
                    200,
                    """
                    {"items":[{"id":"en.usa#holiday@group.v.calendar.google.com","summary":"Holidays",
                               "accessRole":"reader"},
                              {"id":"team@group.calendar.google.com","summary":"Team","summaryOverride":"My team","colorId":"25",
                               "accessRole":"writer"}]}
                    """
                ))
            let calendars = try await accounts.calendars(of: Self.integration)
            #expect(
                calendars == [
                    GoogleCalendarChoice(
                        id: "host@example.com", name: "Host", timeZone: "America/Denver", color: "#f83a22",
                        colorName: "Tomato", accessRole: "owner", primary: true, writable: true, watchable: true),
                    GoogleCalendarChoice(
                        id: "en.usa#holiday@group.v.calendar.google.com", name: "Holidays", timeZone: nil,
                        accessRole: "reader", primary: false, writable: false, watchable: false),
                    GoogleCalendarChoice(
                        id: "team@group.calendar.google.com", name: "My team", timeZone: nil, accessRole: "writer",
                        primary: false, writable: true, watchable: true),
                ])
            let pages = google.requests.filter { $0.hasPrefix(Self.list) }
            #expect(pages.count == 2)
            #expect(pages[1].contains("pageToken=p2"))
            #expect(pages.allSatisfy { $0.contains("Bearer access-1") })
        }
    }

    @Test func aGrantThatIsGoneAsksToReconnectUntilTheOwnerConsents() async throws {
        try await serving { accounts, google in
            google.script("/token", (400, #"{"error":"invalid_grant"}"#))
            await #expect(throws: ConsoleError.reconnectNeeded) {
                _ = try await accounts.calendars(of: Self.integration)
            }
            google.script("/token", (200, Self.accessToken))
            google.script(Self.list, (200, #"{"items":[]}"#))
            await #expect(throws: ConsoleError.reconnectNeeded) {
                _ = try await accounts.calendars(of: Self.integration)
            }
            await accounts.consented(to: Self.integration.id)
            let calendars = try await accounts.calendars(of: Self.integration)
            #expect(calendars.isEmpty)
        }
    }

    @Test func aGoogleThatAsksToWaitIsRateLimited() async throws {
        try await serving { accounts, google in
            google.script(
                Self.list,
                (
                    403,
                    #"{"error":{"code":403,"errors":[{"domain":"usageLimits","reason":"rateLimitExceeded"}]}}"#
                ))
            await #expect(throws: ConsoleError.rateLimited(retryAfterSeconds: nil)) {
                _ = try await accounts.calendars(of: Self.integration)
            }
        }
    }

    private func events(of accounts: GoogleCalendarAccounts) async throws -> CalendarEvents {
        try await accounts.events(
            of: Self.integration, calendarId: "host@example.com", from: RunningConsole.now,
            to: RunningConsole.now.addingTimeInterval(86_400))
    }

    @Test func allPagesOfACalendarAreReadAsInstancesAndWithoutTitles() async throws {
        try await serving { accounts, google in
            google.script(
                Self.events,
                (
                    200,
                    """
                    {"nextPageToken":"p2","timeZone":"America/Denver","items":[
                      {"id":"a","start":{"dateTime":"2026-12-01T09:00:00-07:00"},
                       "end":{"dateTime":"2026-12-01T10:00:00-07:00"},"transparency":"transparent"}]}
                    """
                ),
                (
                    200,
                    """
                    {"timeZone":"America/Denver","items":[
                      {"id":"s_20261201","recurringEventId":"s","start":{"date":"2026-12-01"},
                       "end":{"date":"2026-12-02"},"attendees":[{"self":true,"responseStatus":"declined"}]}]}
                    """
                ))
            let read = try await events(of: accounts)
            let start = try #require(Date(rfc3339: "2026-12-01T16:00:00Z"))
            #expect(
                read
                    == CalendarEvents(
                        timeZone: "America/Denver",
                        events: [
                            SourceEvent(
                                id: "a", seriesId: "a", status: .confirmed, start: .instant(start),
                                end: .instant(start.addingTimeInterval(3_600)), isTransparent: true),
                            SourceEvent(
                                id: "s_20261201", seriesId: "s", status: .confirmed, start: .day("2026-12-01"),
                                end: .day("2026-12-02"), response: .declined),
                        ]))
            let pages = google.requests.filter { $0.hasPrefix(Self.events) }
            #expect(pages.count == 2)
            #expect(pages[1].contains("pageToken=p2"))
            for page in pages {
                #expect(page.contains("singleEvents=true"))
                #expect(page.contains("timeMin=2026-11-30") && page.contains("timeMax=2026-12-01"))
                #expect(page.contains("fields="))
                for secret in ["summary", "description", "location"] { #expect(!page.contains(secret)) }
            }
        }
    }

    @Test func aCalendarThatCannotBeReadNowSaysWhatToDo() async throws {
        try await serving { accounts, google in
            google.script(Self.events, (503, ""))
            await #expect(throws: ConsoleError.googleUnavailable) { _ = try await events(of: accounts) }
            google.script("/token", (400, #"{"error":"invalid_grant"}"#))
            await accounts.consented(to: Self.integration.id)
            await #expect(throws: ConsoleError.reconnectNeeded) { _ = try await events(of: accounts) }
        }
    }
}
