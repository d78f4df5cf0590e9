import CalendarSync
import Foundation
import OutboundHTTP
import Synchronization
import Testing

@testable import Console

@Suite struct EnteringTests {
    /// A token with claims of one's own, signed with the server's key.
    private func token(_ claims: String, header: String = #"{"alg":"HS256","typ":"JWT"}"#) throws -> String {
        let signed = [header, claims].map { Base64URL.encode(Data($0.utf8)) }.joined(separator: ".")
        return signed + "." + (try #require(RunningConsole.keys)).sign(signed, for: .consoleLink)
    }

    private func claims(
        audience: String = "calsync-console", issued: Int = 0, lasting seconds: Int = 600
    ) -> String {
        let time = Int(RunningConsole.now.timeIntervalSince1970) + issued
        return #"{"aud":"\#(audience)","account":"42","iat":\#(time),"exp":\#(time + seconds),"jti":"j"}"#
    }

    @Test func aSignedLinkOpensTheAccountThatItNames() async throws {
        try await RunningConsole.serving { console in
            let browser = try await Browser(console)
            let first = try await browser.get("/console")
            #expect(first.status == 303)
            #expect(first.location == "/console/accounts/42")
            let home = try await browser.page("")
            #expect(home.all("h2").count == 4)
        }
    }

    @Test func theSessionsCookieIsOutOfReachOfScriptsAndOtherSites() async throws {
        try await RunningConsole.serving { console in
            let cookie = try #require(
                try await console.request(.get, try Browser.link()).response.headers["Set-Cookie"])
            for attribute in ["HttpOnly", "SameSite=Lax", "Secure", "Max-Age=43200", "Path=/console"] {
                #expect(cookie.contains(attribute), "\(attribute) in \(cookie)")
            }
        }
        try await RunningConsole.serving(publicBaseURL: "http://localhost:8080") { console in
            let cookie = try #require(
                try await console.request(.get, try Browser.link()).response.headers["Set-Cookie"])
            #expect(!cookie.contains("Secure"))
        }
    }

    @Test func aLinkWorksOnce() async throws {
        try await RunningConsole.serving { console in
            let link = try Browser.link()
            #expect(try await console.request(.get, link).status == 303)
            let again = try await console.request(.get, link)
            #expect(again.status == 401)
            #expect(again.response.headers["Set-Cookie"] == nil)
            Browser.checked(again, link)
        }
    }

    @Test func aLinkThatWasUsedIsRefusedByEveryReplica() async throws {
        try await RunningConsole.serving { console in
            let link = try Browser.link()
            #expect(try await console.request(.get, link).status == 303)
            try await RunningConsole.serving(console.store) { other async throws in
                #expect(try await other.request(.get, link).status == 401)
                #expect(try await other.request(.get, try Browser.link()).status == 303)
            }
        }
    }

    @Test func aReplicaWhoseClockIsAheadForgetsNoLinkThatAnotherWouldTake() async throws {
        try await RunningConsole.serving { console in
            let link = try Browser.link()
            #expect(try await console.request(.get, link).status == 303)
            let ahead = RunningConsole.now.addingTimeInterval(ConsoleLink.lifetime + 30)
            try await RunningConsole.serving(console.store, now: { ahead }) { other async throws in
                #expect(try await other.request(.get, try Browser.link(at: ahead)).status == 303)
            }
            #expect(try await console.request(.get, link).status == 401)
        }
    }

    @Test func whatIsNoLinkOfOursOrTooOldOpensNothing() async throws {
        try await RunningConsole.serving { console in
            let right = try token(claims())
            let bad = [
                "", "x", "a.b.c", right + "x", String(right.dropLast(3)) + "AAA",
                try token(claims(issued: -601)), try token(claims(issued: 3_600)),
                try token(claims(lasting: 601)), try token(claims(audience: "another")),
                try token(claims(), header: #"{"alg":"none"}"#), try token("no claims"),
            ]
            for token in bad {
                let answer = try await console.request(.get, "/console/enter?token=\(token)")
                #expect(answer.status == 401, "\(token)")
                #expect(answer.response.headers["Set-Cookie"] == nil)
            }
            #expect(try await console.request(.get, "/console/enter?token=\(right)").status == 303)
        }
    }

    @Test func noPageOpensWithoutASession() async throws {
        try await RunningConsole.serving { console in
            for path in ["", "/accounts", "/accounts/42", "/accounts/42/integrations", "/accounts/42/calendars"] {
                for cookie in ["", "calsync_console=x", "calsync_console=eA.eA"] {
                    let answer = try await console.request(.get, "/console" + path, headers: ["Cookie": cookie])
                    #expect(answer.status == 401, "\(path)")
                    Browser.checked(answer, path)
                }
            }
        }
    }

    @Test func aSessionIsOverAfterTwelveHours() async throws {
        let clock = Mutex(RunningConsole.now)
        try await RunningConsole.serving(now: { clock.withLock { $0 } }) { console in
            let browser = try await Browser(console)
            clock.withLock { $0 += 12 * 3_600 - 1 }
            #expect(try await browser.get("/console/accounts/42").status == 200)
            clock.withLock { $0 += 1 }
            #expect(try await browser.get("/console/accounts/42").status == 401)
        }
    }

    @Test func anotherAccountIsNotThere() async throws {
        try await RunningConsole.connected { console, integration in
            let browser = try await Browser(console, .account("43"))
            for path in [
                "", "/integrations", "/calendars", "/classes/310", "/integrations/\(integration.id)/disconnect",
            ] {
                let answer = try await browser.get(Browser.path(path))
                #expect(answer.status == 404, "\(path)")
                #expect(!answer.text.contains("host@example.com"))
            }
            // Nor is its integration under the visitor's own account.
            let own = try await browser.get(
                Browser.path("/integrations/\(integration.id)/disconnect", account: "43"))
            #expect(own.status == 404)
            #expect(try await browser.get("/console/accounts").status == 404)
        }
    }

    @Test func anOperatorChoosesAnAccount() async throws {
        try await RunningConsole.serving { console in
            let browser = try await Browser(console, .operator)
            #expect(try await browser.get("/console").location == "/console/accounts")
            Browser.checked(try await browser.get("/console/accounts"), "accounts")
            #expect(try await browser.get("/console/accounts?account=a%2Fb").location == "/console/accounts/a%2Fb")
            #expect(try await browser.get("/console/accounts/a%2Fb").status == 200)
            #expect(try await browser.get("/console/accounts/43/integrations").status == 200)
        }
    }

    @Test func aFormWithoutItsSessionsTokenIsRefused() async throws {
        try await RunningConsole.serving { console in
            let browser = try await Browser(console)
            let other = try await Browser(console)
            let stranger = try #require(try await other.page("/integrations/new").formToken)
            for token in [nil, "", "guess", stranger] {
                let answer = try await browser.post(raw: "/integrations/new", token.map { ["formToken": $0] } ?? [:])
                #expect(answer.status == 403)
                Browser.checked(answer, "refused")
            }
            #expect(console.google.verifiers.isEmpty)
            #expect(try await browser.post("/integrations/new").status == 303)
        }
    }

    @Test func leavingTakesTheCookieAway() async throws {
        try await RunningConsole.serving { console in
            let browser = try await Browser(console)
            let token = try #require(try await browser.page("").formToken)
            let answer = try await console.request(
                .post, "/console/leave", "formToken=\(token)", headers: ["Cookie": browser.cookie])
            #expect(answer.response.headers["Set-Cookie"]?.contains("Max-Age=0") == true)
        }
    }

    @Test func guessingIsSlowedDown() async throws {
        let clock = Mutex(RunningConsole.now)
        try await RunningConsole.serving(now: { clock.withLock { $0 } }) { console in
            for _ in 0..<20 { #expect(try await console.request(.get, "/console/enter?token=x").status == 401) }
            let answer = try await console.request(.get, try Browser.link())
            #expect(answer.status == 429)
            #expect(answer.response.headers["Retry-After"] == "2")
            clock.withLock { $0 += 2 }
            #expect(try await console.request(.get, try Browser.link()).status == 303)
        }
    }

    @Test func onlyTheAddressThatGuessesIsSlowedDown() throws {
        let limiter = RateLimiter(capacity: 1, perSecond: 1)
        try limiter.admit("192.0.2.1", now: RunningConsole.now)
        #expect(throws: ConsoleError.tooManyTries(retryAfterSeconds: 1)) {
            try limiter.admit("192.0.2.1", now: RunningConsole.now)
        }
        try limiter.admit("192.0.2.2", now: RunningConsole.now)
    }

    @Test func withoutSecretKeysTheConsoleOpensForNobody() async throws {
        try await RunningConsole.serving(keys: nil) { console in
            let answer = try await console.request(.get, try Browser.link())
            #expect(answer.status == 503)
            Browser.checked(answer, "no keys")
        }
    }
}
