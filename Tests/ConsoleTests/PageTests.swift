import CalendarSync
import Foundation
import OutboundHTTP
import Testing

@testable import Console

/// What must hold of every page.
@Suite(.timeLimit(.minutes(1))) struct PageTests {
    private static let automation = "/calendars/77/classes/310"

    private func note(_ console: RunningConsole, classId: String = "310", name: String = "Strategy call") async throws {
        try await console.store.note(
            KnownClass(
                accountId: "42", calendarId: "77", calendarName: "Coaching", classId: classId, className: name))
    }

    /// What the other tests rely on to find anything.
    @Test func whatIsWrongWithAPageIsFound() {
        let page = HTMLPage(
            """
            <html><body><h1>a</h1><h1>b</h1><div onclick="x"><input type="text" name="n"><button></button>\
            <section></section><form method="post"></form><style></style><script>x</script><p aria-describedby="q"></div>
            """)
        for problem in [
            "no language", "2 h1", "no main", "no header", "no skip link", "no title", "inline style", "inline script",
            "inline code in div", "no name: section", "a form without its token", "aria-describedby of nothing: q",
            "unbalanced body",
        ] { #expect(page.problems.contains(problem), "\(problem)") }
        #expect(page.problems.contains { $0.hasPrefix("no label") })
        #expect(page.problems.contains { $0.hasPrefix("no name: Element(name: \"button\"") })
    }

    @Test func everyPageRendersWithNothing() async throws {
        try await RunningConsole.serving { console in
            let browser = try await Browser(console)
            for path in [
                "", "/integrations", "/integrations?kind=all", "/integrations/new", "/calendars", Self.automation,
            ] {
                _ = try await browser.page(path)
            }
            for path in [
                "/calendars/77", "/classes/310", "/classes/310/unlink", "/classes/310/certificate", "/nothing",
            ] {
                _ = try await browser.page(path, status: 404)
            }
            #expect(
                try await browser.get(Browser.path("/integrations")).text.contains("No Google account is connected"))
        }
    }

    @Test(arguments: [1, 25])
    func everyPageRendersWithOneAndWithMany(count: Int) async throws {
        try await RunningConsole.connected { console, integration in
            for number in 310..<(310 + count) {
                try await note(console, classId: String(number), name: "Class no. \(number)")
                let answer = try await console.call(
                    .put, "classes/\(number)/link", RunningConsole.linkBody(integration))
                #expect(answer.status == 200)
            }
            let browser = try await Browser(console)
            for path in [
                "", "/integrations", "/integrations/\(integration.id)/disconnect", "/calendars", "/calendars/77",
                Self.automation, "/classes/310", "/classes/310/unlink",
            ] { _ = try await browser.page(path) }
            #expect(try await browser.page("/calendars/77").all("h3").count == count)
            let integrations = try await browser.get(Browser.path("/integrations")).text
            #expect(integrations.components(separatedBy: "/console/accounts/42/classes/").count == count + 1)
        }
    }

    @Test func everyAnswerForbidsWhatThePagesDoNotNeed() async throws {
        try await RunningConsole.serving { console in
            let browser = try await Browser(console)
            for path in [
                "/console", "/console/accounts/42", "/console/nothing", "/console/enter", "/console/assets/console.css",
            ] {
                let headers = try await browser.get(path).response.headers
                #expect(
                    headers["Content-Security-Policy"]
                        == "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
                        + "form-action 'self' https://accounts.example; frame-ancestors 'none'; base-uri 'none'",
                    "\(path)")
                #expect(headers["Referrer-Policy"] == "no-referrer")
                #expect(headers["X-Content-Type-Options"] == "nosniff")
            }
            #expect(try await browser.get("/console/accounts/42").response.headers["Cache-Control"] == "no-store")
            let sheet = try await console.request(.get, "/console/assets/console.css")
            #expect(sheet.response.headers["Content-Type"] == "text/css; charset=utf-8")
            #expect(sheet.text.contains("prefers-color-scheme: dark"))
            #expect(sheet.text.contains(":focus-visible"))
        }
    }

    @Test func namesAreTextWhateverTheyHold() async throws {
        try await RunningConsole.connected { console, integration in
            let evil = #"<script>alert("1")</script>"#
            try await note(console, name: evil)
            var renamed = integration
            renamed.email = evil
            try await console.store.save(renamed)
            console.google.calendars = [
                GoogleCalendarChoice(
                    id: #""><script>"#, name: evil, timeZone: nil, accessRole: "owner", primary: true, writable: true,
                    watchable: true)
            ]
            let body = #"{"calendarId":77,"integrationId":"\#(integration.id)","googleCalendarId":"\"><script>"}"#
            #expect(try await console.call(.put, "classes/310/link", body).status == 200)
            let browser = try await Browser(console)
            for path in [
                "/integrations", "/integrations/\(integration.id)/disconnect", "/calendars/77", Self.automation,
                "/classes/310", "/classes/310/unlink",
            ] {
                let page = try await browser.page(path)
                #expect(page.strangeScripts.isEmpty)
                #expect(try await browser.get(Browser.path(path)).text.contains("&lt;script&gt;"), "\(path)")
            }
            let refused = try await browser.post(Self.automation, ["sync": "yes", "do": "save", "title": evil])
            #expect(refused.status == 422)
            #expect(Browser.checked(refused, "refused").strangeScripts.isEmpty)
            #expect(refused.text.contains("&lt;script&gt;"))
            let notice = try await browser.get(Browser.path("/integrations?notice=%3Cscript%3E&missing=%3Cscript%3E"))
            #expect(HTMLPage(notice.text).strangeScripts.isEmpty)
        }
    }

    /// To Swift, and to the template engine, a quote with a combining mark is one character that is no quote; to a browser it
    /// ends the attribute.
    @Test func aCombiningMarkDoesNotHideAQuote() async throws {
        try await RunningConsole.connected { console, integration in
            let evil = ["\"", "<", ">", "'"].map { "\($0)\u{301}" }.joined() + " onfocus=alert(1) "
            try await note(console, name: evil)
            var renamed = integration
            renamed.email = evil
            try await console.store.save(renamed)
            _ = try await console.call(.put, "classes/310/link", RunningConsole.linkBody(integration))
            let browser = try await Browser(console)
            for path in ["/integrations", "/calendars/77", Self.automation, "/classes/310"] {
                let body = Data(try await browser.get(Browser.path(path)).response.body)
                #expect(body.range(of: Data("&quot;\u{301}&lt;\u{301}&gt;\u{301}&#39;\u{301}".utf8)) != nil, "\(path)")
                for mark in ["\"", "<", ">", "'"] {
                    #expect(body.range(of: Data("\(mark)\u{301}".utf8)) == nil, "\(path)")
                }
            }
        }
    }

    @Test func noPageTellsASecret() async throws {
        try await RunningConsole.connected { console, integration in
            try await note(console)
            _ = try await console.call(.put, "classes/310/link", RunningConsole.linkBody(integration))
            let browser = try await Browser(console)
            let sealed = integration.sealedRefreshToken.box.base64EncodedString()
            let value = try #require(browser.cookie.split(separator: "=").last.map(String.init))
            for path in ["", "/integrations", "/calendars", "/calendars/77", Self.automation, "/classes/310"] {
                let text = try await browser.get(Browser.path(path)).text
                for secret in [RunningConsole.token, sealed, value, "sub-1"] { #expect(!text.contains(secret)) }
            }
        }
    }
}
