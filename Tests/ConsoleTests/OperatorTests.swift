import CalendarSync
import Foundation
import OutboundHTTP
import Testing

@testable import Console

/// What an operator sees of all accounts, and tokens that open one account.
@Suite(.timeLimit(.minutes(1))) struct OperatorTests {
    private func known(_ console: RunningConsole, _ accountId: String) async throws {
        try await console.store.note(
            KnownClass(
                accountId: accountId, calendarId: "77", calendarName: "Coaching", classId: "310",
                className: "Strategy call"))
    }

    @Test func allAccountsAreListedWithTheirHealth() async throws {
        try await RunningConsole.connected { console, integration async throws in
            for id in ["7", "a/b"] { try await known(console, id) }
            _ = try await console.call(.put, "classes/310/link", RunningConsole.linkBody(integration))
            try await console.changeLink { $0.brake = Brake(since: RunningConsole.now, sources: 31, ofSources: 40) }
            let browser = try await Browser(console, .operator)
            let page = Browser.checked(try await browser.get("/console/accounts"), "accounts")
            let rows = page.all("tr").dropFirst().map { $0.text.split(separator: "\n").joined() }
            #expect(rows.count == 3)
            #expect(page.all("th").dropFirst(3).map(\.text) == ["42", "7", "a/b"])
            #expect(page.all("td").map(\.text)[1] == "1 waiting for an answer")
            #expect(
                page.all("span").compactMap { $0.attributes["class"] }.filter { $0.hasPrefix("state") }
                    == ["state bad", "state none", "state none"])
            #expect(page.all("td").map(\.text)[3] == "nothing is linked yet")
            let entered = try #require(page.all("a").first { $0.text == "a/b" }?.attributes["href"])
            #expect(try await browser.get(entered).status == 200)
        }
    }

    @Test func manyAccountsComePageByPage() async throws {
        try await RunningConsole.serving { console async throws in
            for number in 100..<170 { try await known(console, "\(number)") }
            let browser = try await Browser(console, .operator)
            let first = Browser.checked(try await browser.get("/console/accounts"), "accounts")
            #expect(first.all("tr").count == 51)
            let next = try #require(first.all("a").first { $0.text == "More accounts" }?.attributes["href"])
            let second = Browser.checked(try await browser.get(next), "accounts")
            #expect(second.all("tr").count == 21)
            #expect(second.all("th").dropFirst(3).first?.text == "150")
        }
    }

    @Test func noAccountSeesTheListOfAccounts() async throws {
        try await RunningConsole.serving { console async throws in
            let browser = try await Browser(console)
            #expect(try await browser.get("/console/accounts").status == 404)
        }
    }

    @Test func aTokenOfAnAccountOpensThatAccountOnly() async throws {
        try await RunningConsole.serving(
            accountTokens: [("42", "first token of 42"), ("42", "other token of 42"), ("a/b", "the token of a/b")]
        ) { console async throws in
            func status(_ token: String, _ account: String, _ path: String = "status") async throws -> Int {
                try await console.call(.get, path, token: token, account: account).status
            }
            #expect(try await status("first token of 42", "42") == 200)
            #expect(try await status("other token of 42", "42") == 200)
            #expect(try await status("the token of a/b", "a%2Fb") == 200)
            #expect(try await status(RunningConsole.token, "43") == 200)
            let other = try await console.call(.get, "status", token: "first token of 42", account: "43")
            #expect(other.status == 403 && other.errorCode == "other_account")
            #expect(try await status("the token of a/b", "42", "classes/310/link") == 403)
            #expect(try await status("first token of 4", "42") == 401)
            #expect(try await status("first token of 42", "43", "nothing/here") == 403)
            #expect(try await status("first token of 42", "42", "nothing/here") == 404)
        }
    }

    @Test func theFirstPageLeadsThroughTheStepsAndShowsWhatKartraIsToPing() async throws {
        func current(_ page: HTMLPage) -> String? {
            let index = page.elements.firstIndex { $0.attributes["aria-current"] == "step" }
            return index.map { page.elements[page.elements.index(after: $0)].text }
        }
        try await RunningConsole.connected { console, integration async throws in
            let browser = try await Browser(console)
            let page = try await browser.page("")
            #expect(current(page) == "Link each class to a Google calendar")
            let url = PingSecret("ping secret").url(base: RunningConsole.publicBaseURL, accountId: "42")
            #expect(page.all("code").map(\.text) == [url])
            _ = try await console.call(.put, "classes/310/link", RunningConsole.linkBody(integration))
            #expect(try await current(browser.page("")) == "Let Kartra tell of bookings")
            try await known(console, "42")
            #expect(try await current(browser.page("")) == "Book a test appointment")
        }
        try await RunningConsole.serving { console async throws in
            #expect(try await current(Browser(console).page("")) == "Connect a Google account")
        }
    }
}
