import CalendarSync
import Foundation
import OutboundHTTP
import Records
import Synchronization
import Testing

@testable import Console

@Suite struct ConnectingTests {
    static let grant = GoogleGrant(
        subject: "sub-1", email: "host@example.com", scopes: ["openid", "calendar"], missingScopes: [],
        refreshToken: "refresh-1")

    /// What connecting leaves a caller with: the state in Google's address, and the cookie.
    struct Begun {
        let state: String
        let cookie: String
        let setCookie: String

        init(_ answer: Answer) throws {
            let url = try #require(answer["authorizeURL"] as? String)
            state = try #require(url.split(separator: "state=").last.map(String.init))
            setCookie = try #require(answer.response.headers["Set-Cookie"])
            cookie = try #require(setCookie.split(separator: ";").first.map(String.init))
        }
    }

    private func begin(_ console: RunningConsole) async throws -> Begun {
        let answer = try await console.call(.post, "integrations", #"{"provider":"google"}"#)
        #expect(answer.status == 201)
        return try Begun(answer)
    }

    private func comeBack(_ console: RunningConsole, _ query: String, cookie: String?) async throws -> Answer {
        try await console.request(
            .get, "/oauth/google/callback?\(query)", headers: cookie.map { ["Cookie": $0] } ?? [:])
    }

    @Test func aGrantBecomesAnIntegrationWithItsTokenSealed() async throws {
        try await RunningConsole.serving { console in
            console.google.grants = ["code-1": Self.grant]
            let begun = try await begin(console)
            let answer = try await comeBack(console, "state=\(begun.state)&code=code-1", cookie: begun.cookie)
            #expect(answer.status == 200)
            #expect(answer["integration", "email"] as? String == "host@example.com")
            #expect(answer["integration", "status"] as? String == "connected")
            #expect(!answer.text.contains("refresh-1"))

            let exchange = try #require(console.google.exchanges.first)
            #expect(exchange.verifier == console.google.verifiers[begun.state])
            #expect(exchange.redirectURI == "https://calsync.example/oauth/google/callback")

            let id = try #require(answer["integration", "id"] as? String)
            let integration = try #require(try await console.store.integration(id: id))
            #expect(integration.accountId == "42")
            let keys = try #require(RunningConsole.keys)
            let opened = try keys.open(integration.sealedRefreshToken, context: id)
            #expect(opened == "refresh-1")

            let list = try await console.call(.get, "integrations")
            let listed = try #require(list.list("integrations").first)
            #expect(list.list("integrations").count == 1)
            #expect(listed["id"] as? String == id)
            #expect(listed["provider"] as? String == "google")
            #expect(listed["links"] as? Int == 0)
            #expect(listed["connectedAt"] as? String == RunningConsole.now.rfc3339)
        }
    }

    @Test func theCookieIsForThisBrowserAndThisWayBackOnly() async throws {
        try await RunningConsole.serving { console in
            let cookie = try await begin(console).setCookie
            for attribute in ["HttpOnly", "SameSite=Lax", "Secure", "Max-Age=600", "Path=/oauth/google/callback"] {
                #expect(cookie.contains(attribute), "\(attribute) in \(cookie)")
            }
        }
        try await RunningConsole.serving(publicBaseURL: "http://localhost:8080") { console in
            let cookie = try await begin(console).setCookie
            #expect(!cookie.contains("Secure"))
        }
    }

    @Test func statesVerifiersAndCookiesAreLongAndNeverTheSame() async throws {
        try await RunningConsole.serving { console in
            let first = try await begin(console)
            let second = try await begin(console)
            #expect(first.state != second.state)
            #expect(first.cookie != second.cookie)
            #expect(Set(console.google.verifiers.values).count == 2)
            let verifiers = console.google.verifiers.values
            #expect(verifiers.allSatisfy { $0.count == 43 })
            #expect(first.state.count == 43)
        }
    }

    @Test func theSameGoogleAccountKeepsItsIntegrationAndItsLinksGoOn() async throws {
        let time = Mutex(RunningConsole.now)
        try await RunningConsole.serving(now: { time.withLock { $0 } }) { console in
            console.google.grants = [
                "code-1": Self.grant,
                "code-2": GoogleGrant(
                    subject: "sub-1", email: "renamed@example.com", scopes: ["calendar"], missingScopes: [],
                    refreshToken: "refresh-2"),
            ]
            let first = try await begin(console)
            let made = try await comeBack(console, "state=\(first.state)&code=code-1", cookie: first.cookie)
            let id = try #require(made["integration", "id"] as? String)
            var integration = try #require(try await console.store.integration(id: id))
            integration.status = .reconnectNeeded
            try await console.store.save(integration)
            let link = ClassLink(
                accountId: "42", classId: "310", calendarId: "77", integrationId: id, googleCalendarId: "work",
                options: LinkOptions())
            try await console.store.save(link)
            let parked = ParkedRecord(
                key: "42/9001", accountId: "42",
                record: ConsumedRecord(
                    topicPartition: TopicPartition(topic: "t", partition: 0), offset: 1, timestampMilliseconds: nil,
                    key: nil, value: nil, headers: [:]),
                reason: .reconnectNeeded, condition: .reconnect(integrationId: id), parkedAt: RunningConsole.now,
                dueAt: .distantFuture)
            try await console.store.park(parked)

            let later = RunningConsole.now.addingTimeInterval(3_600)
            time.withLock { $0 = later }
            let second = try await begin(console)
            let again = try await comeBack(console, "state=\(second.state)&code=code-2", cookie: second.cookie)
            #expect(again.status == 200)
            #expect(again["integration", "id"] as? String == id)
            #expect(again["integration", "links"] as? Int == 1)

            let renewed = try #require(try await console.store.integration(id: id))
            #expect(renewed.status == .connected)
            #expect(renewed.email == "renamed@example.com")
            #expect(console.google.consents == [id, id])
            let count = try await console.store.integrations(accountId: "42").count
            #expect(count == 1)
            let keys = try await console.store.parkedKeys(dueBy: later, limit: 10)
            #expect(keys == ["42/9001"])
            let feed = try await console.store.feed(id: link.feedId)
            #expect(feed?.dueAt == later)
        }
    }

    @Test func aStateWorksOnce() async throws {
        try await RunningConsole.serving { console in
            console.google.grants = ["code-1": Self.grant]
            let begun = try await begin(console)
            _ = try await comeBack(console, "state=\(begun.state)&code=code-1", cookie: begun.cookie)
            let replayed = try await comeBack(console, "state=\(begun.state)&code=code-1", cookie: begun.cookie)
            #expect(replayed.status == 400)
            #expect(replayed.errorCode == "unknown_state")
            #expect(console.google.exchanges.count == 1)
        }
    }

    @Test func aStateWorksForTenMinutes() async throws {
        let time = Mutex(RunningConsole.now)
        try await RunningConsole.serving(now: { time.withLock { $0 } }) { console in
            console.google.grants = ["code-1": Self.grant]
            let begun = try await begin(console)
            time.withLock { $0.addTimeInterval(601) }
            let answer = try await comeBack(console, "state=\(begun.state)&code=code-1", cookie: begun.cookie)
            #expect(answer.status == 400)
            #expect(answer.errorCode == "unknown_state")
        }
    }

    @Test(arguments: [nil, "calsync_connect=guessed", "other=1"])
    func anotherBrowserCannotFinishWhatThisOneBegan(cookie: String?) async throws {
        try await RunningConsole.serving { console in
            console.google.grants = ["code-1": Self.grant]
            let begun = try await begin(console)
            let answer = try await comeBack(console, "state=\(begun.state)&code=code-1", cookie: cookie)
            #expect(answer.status == 403)
            #expect(answer.errorCode == "other_browser")
            #expect(console.google.exchanges.isEmpty)
            let integrations = try await console.store.integrations(accountId: "42")
            #expect(integrations.isEmpty)
        }
    }

    @Test(arguments: [
        ("error=access_denied", 403, "access_denied"), ("error=server_error", 400, "authorization_failed"),
        ("code=", 400, "authorization_failed"), ("", 400, "authorization_failed"),
        ("code=unheard-of", 400, "code_refused"), ("code=partial", 422, "missing_scopes"),
        ("code=fleeting", 422, "no_refresh_token"),
    ])
    func whatGoesWrongAtGoogleIsSaidAndNothingIsConnected(query: String, status: Int, code: String) async throws {
        try await RunningConsole.serving { console in
            console.google.grants = [
                "partial": GoogleGrant(
                    subject: "s", email: "e", scopes: ["openid"], missingScopes: ["calendar.events"], refreshToken: "r"
                ),
                "fleeting": GoogleGrant(
                    subject: "s", email: "e", scopes: ["openid"], missingScopes: [], refreshToken: nil),
            ]
            let begun = try await begin(console)
            let answer = try await comeBack(console, "state=\(begun.state)&\(query)", cookie: begun.cookie)
            #expect(answer.status == status)
            #expect(answer.errorCode == code)
            if code == "missing_scopes" { #expect(answer.text.contains("calendar.events")) }
            let integrations = try await console.store.integrations(accountId: "42")
            #expect(integrations.isEmpty)
        }
    }

    @Test func aWayBackThatNobodyBeganIsRefused() async throws {
        try await RunningConsole.serving { console in
            for query in ["", "code=code-1", "state=guessed&code=code-1"] {
                let answer = try await comeBack(console, query, cookie: "calsync_connect=x")
                #expect(answer.status == 400)
                #expect(answer.errorCode == "unknown_state")
            }
        }
    }

    @Test func connectingIsRefusedWithoutSecretKeys() async throws {
        try await RunningConsole.serving(keys: nil) { console in
            let answer = try await console.call(.post, "integrations", #"{"provider":"google"}"#)
            #expect(answer.status == 503)
            #expect(answer.errorCode == "no_secret_keys")
            #expect(answer["error", "message"] as? String == "connecting is refused without SECRET_KEYS")
            let list = try await console.call(.get, "integrations")
            #expect(list.status == 200)
        }
    }

    @Test(arguments: [#"{"provider":"outlook"}"#, "{}"])
    func onlyGoogleCanBeConnected(body: String) async throws {
        try await RunningConsole.serving { console in
            let answer = try await console.call(.post, "integrations", body)
            #expect(answer.status == 422)
            #expect(answer.errorField == "provider")
        }
    }

    @Test func aGoogleThatIsAwayIsSaidToBe() async throws {
        try await RunningConsole.serving { console in
            let begun = try await begin(console)
            console.google.error = .googleUnavailable
            let answer = try await comeBack(console, "state=\(begun.state)&code=code-1", cookie: begun.cookie)
            #expect(answer.status == 502)
            #expect(answer.errorCode == "google_unavailable")
        }
    }
}
