import CalendarSync
import Foundation
import OutboundHTTP
import Testing

@testable import Console

/// *My Integrations*: connecting and disconnecting by forms.
@Suite(.timeLimit(.minutes(1))) struct IntegrationPageTests {
    /// Sends the form that connects, and comes back from Google with `query`.
    private func connect(
        _ browser: Browser, form path: String = "/integrations/new", _ query: String
    ) async throws -> Answer {
        let begun = try await browser.post(path)
        #expect(begun.status == 303)
        let state = try #require(begun.location?.split(separator: "state=").last)
        #expect(begun.location?.hasPrefix("https://accounts.example/authorize?") == true)
        return try await browser.console.request(
            .get, "/oauth/google/callback?state=\(state)&\(query)", headers: ["Cookie": try Browser.cookie(begun)])
    }

    /// The page that the way back leads to.
    private func shown(_ browser: Browser, _ answer: Answer) async throws -> Answer {
        #expect(answer.status == 303)
        let location = try #require(answer.location)
        let page = try await browser.get(location)
        #expect(page.status == 200, "\(location)")
        Browser.checked(page, location)
        return page
    }

    @Test func connectingEndsAtMyIntegrations() async throws {
        try await RunningConsole.serving { console in
            console.google.grants = ["code-1": ConnectingTests.grant]
            let browser = try await Browser(console)
            let answer = try await connect(browser, "code=code-1")
            #expect(answer.location == "/console/accounts/42/integrations?notice=connected")
            let page = try await shown(browser, answer)
            #expect(page.text.contains("host@example.com"))
            #expect(page.text.contains(PageNotice.connected.text))
            #expect(try await console.store.integrations(accountId: "42").map(\.email) == ["host@example.com"])
        }
    }

    @Test(arguments: [7.0, 30]) func anAccessThatDoesNotLastSaysWhenItEndsAndWhy(days: Double) async throws {
        try await RunningConsole.serving { console in
            let end = RunningConsole.now.addingTimeInterval(days * 86_400)
            console.google.grants = [
                "code-1": GoogleGrant(
                    subject: "sub-1", email: "host@example.com", scopes: ["openid", "calendar"], missingScopes: [],
                    refreshToken: "r", endsAt: end)
            ]
            let browser = try await Browser(console)
            let page = try await shown(browser, try await connect(browser, "code=code-1"))
            #expect(page.text.contains("Connected until \(TimeWords.text(end)) UTC"))
            #expect(page.text.contains("consent screen of this installation is in testing") == (days == 7))
            #expect(page.text.contains("given for a limited time") == (days != 7))
            let listed = try await console.call(.get, "integrations")
            let integration = try #require(listed.list("integrations").first)
            #expect(integration["grantEndsAt"] as? String == end.rfc3339)
            #expect(integration["consentInTesting"] as? Bool == (days == 7))
        }
    }

    /// Where Google has named no end, as older grants have none.
    @Test(arguments: [(-2.0, false), (0.5, true), (3, false)])
    func anAccessLostAfterAWeekIsRecognised(hoursLater: Double, isOfTesting: Bool) async throws {
        try await RunningConsole.serving { console in
            let time = RunningConsole.now.addingTimeInterval(-30 * 86_400)
            var integration = Integration(
                accountId: "42", subject: "sub-1", email: "host@example.com", scopes: [], connectedAt: time,
                sealedRefreshToken: SealedSecret(keyId: "k1", box: Data()))
            integration.lose(at: time.addingTimeInterval(7 * 86_400 + hoursLater * 3_600))
            try await console.store.save(integration)
            let page = try await Browser(console).get("/console/accounts/42/integrations")
            #expect(page.text.contains("Reconnect needed: Google no longer accepts"))
            #expect(page.text.contains("consent screen of this installation is in testing") == isOfTesting)
        }
    }

    @Test func aRefusalOnGooglesPageIsSaid() async throws {
        try await RunningConsole.serving { console in
            let browser = try await Browser(console)
            let page = try await shown(browser, try await connect(browser, "error=access_denied"))
            #expect(page.text.contains("Access was refused on Google"))
            #expect(try await console.store.integrations(accountId: "42").isEmpty)
        }
    }

    @Test func aBoxThatWasNotTickedIsNamedAndCanBeGrantedAgain() async throws {
        try await RunningConsole.serving { console in
            console.google.grants = [
                "code-1": GoogleGrant(
                    subject: "sub-1", email: "host@example.com", scopes: ["openid"],
                    missingScopes: ["https://www.googleapis.com/auth/calendar.events"], refreshToken: "r")
            ]
            let browser = try await Browser(console)
            let page = try await shown(browser, try await connect(browser, "code=code-1"))
            #expect(page.text.contains("See and change events in your calendars"))
            let again = HTMLPage(page.text).all("button").first { $0.text == "Grant again" }
            #expect(again?.ancestors.contains("form") == true)
            #expect(try await console.store.integrations(accountId: "42").isEmpty)
        }
    }

    @Test func reconnectingTakesOnlyTheSameGoogleAccount() async throws {
        try await RunningConsole.connected { console, integration in
            console.google.grants = [
                "same": ConnectingTests.grant,
                "other": GoogleGrant(
                    subject: "sub-2", email: "other@example.com", scopes: [], missingScopes: [], refreshToken: "r2"),
            ]
            let browser = try await Browser(console)
            let form = "/integrations/\(integration.id)/reconnect"
            let refused = try await shown(browser, try await connect(browser, form: form, "code=other"))
            #expect(refused.text.contains("Another Google account was chosen"))
            #expect(try await console.store.integrations(accountId: "42") == [integration])
            let answer = try await connect(browser, form: form, "code=same")
            #expect(answer.location == "/console/accounts/42/integrations?notice=reconnected")
            #expect(try await console.store.integration(id: integration.id)?.scopes == ConnectingTests.grant.scopes)
            #expect(try await browser.post("/integrations/unknown/reconnect").status == 404)
        }
    }

    @Test func theWayBackIsForTheBrowserThatBeganWhateverItClaims() async throws {
        try await RunningConsole.connected { console, integration in
            console.google.grants = ["other": ConnectingTests.grant]
            let browser = try await Browser(console)
            let begun = try await browser.post("/integrations/\(integration.id)/reconnect")
            let state = try #require(begun.location?.split(separator: "state=").last)
            let secret = try #require(try Browser.cookie(begun).split(separator: ".").first)
            let forged = try ConnectOrigin(accountId: "42", integrationId: nil).appended(to: String(secret))
            let answer = try await console.request(
                .get, "/oauth/google/callback?state=\(state)&code=other", headers: ["Cookie": forged])
            #expect(answer.location == "/console/accounts/42/integrations?notice=other_browser")
        }
    }

    @Test func disconnectingAsksAndShowsTheCertificate() async throws {
        try await RunningConsole.connected(unlinkPatience: .zero) { console, integration in
            _ = try await console.call(.put, "classes/310/link", RunningConsole.linkBody(integration))
            let browser = try await Browser(console)
            let path = "/integrations/\(integration.id)"
            let asked = try await browser.page(path + "/disconnect")
            #expect(asked.all("dd").map(\.text) == ["1", "0", "0"])
            #expect(try await browser.post(path + "/disconnect").status == 422)
            #expect(try await console.store.integration(id: integration.id)?.status == .connected)

            let answer = try await browser.post(path + "/disconnect", ["remove": "none"])
            #expect(answer.location == "/console/accounts/42/integrations?notice=disconnecting")
            var ending = try #require(try await console.store.integration(id: integration.id))
            #expect(ending.status == .disconnecting)
            #expect(ending.disconnection?.removal == .nothing)
            let list = try await browser.page("/integrations")
            #expect(!list.all("button").contains { $0.text == "Reconnect" })

            ending.disconnection?.certificate = UnlinkCertificate(
                keptMirrors: 17, grantRevoked: true, issuedAt: RunningConsole.now)
            ending.status = .disconnected
            try await console.store.save(ending)
            let page = try await browser.page(path + "/certificate")
            #expect(page.all("dd").map(\.text).contains("17"))
        }
    }

    @Test func whatTheJSONAPIBeganEndsThere() async throws {
        try await RunningConsole.serving { console in
            console.google.grants = ["code-1": ConnectingTests.grant]
            let begun = try ConnectingTests.Begun(
                try await console.call(.post, "integrations", #"{"provider":"google"}"#))
            let answer = try await console.request(
                .get, "/oauth/google/callback?state=\(begun.state)&code=code-1", headers: ["Cookie": begun.cookie])
            #expect(answer.status == 200)
            #expect(answer["integration", "email"] as? String == "host@example.com")
        }
    }
}
