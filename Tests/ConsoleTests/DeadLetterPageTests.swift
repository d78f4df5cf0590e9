import CalendarSync
import Foundation
import OutboundHTTP
import Records
import Testing
import TestSupport

@testable import Console

/// Inputs that could not be handled, on an operator's pages.
@Suite(.timeLimit(.minutes(1))) struct DeadLetterPageTests {
    private static let path = "/console/dead-letters"

    private func page(_ browser: Browser, _ path: String) async throws -> HTMLPage {
        let answer = try await browser.get(path)
        #expect(answer.status == 200, "\(path)")
        #expect(!answer.text.contains(DeadLetterSamples.secret), "\(path)")
        return Browser.checked(answer, path)
    }

    /// Sends the form of a page, which asks before it does anything.
    private func send(_ browser: Browser, _ page: HTMLPage, without: String = "") async throws -> Answer {
        let form = try #require(
            page.all("form").first { $0.attributes["action"]?.hasPrefix(Self.path) == true })
        let fields = page.all("input").filter { $0.type == "hidden" && $0.attributes["name"] != without }
        return try await browser.console.request(
            .post, try #require(form.attributes["action"]),
            Browser.encoded(
                Dictionary(fields.map { ($0.attributes["name"] ?? "", $0.attributes["value"] ?? "") }) { $1 }),
            headers: ["Cookie": browser.cookie, "Content-Type": "application/x-www-form-urlencoded"])
    }

    private func link(_ page: HTMLPage, _ text: String) throws -> String {
        let href = try #require(page.all("a").first { $0.text == text }?.attributes["href"], "\(text)")
        return href.replacing("&amp;", with: "&")
    }

    private func heading(_ page: HTMLPage) -> String? { page.all("h1").first?.text }

    @Test func nobodyButAnOperatorSeesThem() async throws {
        try await RunningConsole.serving { console in
            console.reader.append([DeadLetterSamples.record(1)])
            let browser = try await Browser(console)
            for path in ["", "/replay", "/discard", "/\(DeadLetterSamples.name(1))"] {
                #expect(try await browser.get(Self.path + path).status == 404)
            }
            let token = try #require(try await browser.page("").formToken)
            let answer = try await console.request(
                .post, Self.path + "/replay", "formToken=\(token)&asOf=2100-01-01", headers: ["Cookie": browser.cookie])
            #expect(answer.status == 404)
            #expect(console.producer.records.isEmpty)
            #expect(try await !browser.page("").all("a").contains { $0.text == "Dead letters" })
        }
    }

    @Test func theyAreListedPageByPageAsTheFilterSays() async throws {
        try await RunningConsole.serving { console in
            let browser = try await Browser(console, .operator)
            let empty = try await page(browser, Self.path)
            #expect(empty.all("h2").map(\.text) == ["0 dead letters are open"])
            console.reader.append((1...60).map { DeadLetterSamples.record($0, age: TimeInterval(1_000 - $0)) })
            console.reader.append([DeadLetterSamples.record(100, account: "a/b", reason: .notJSON, age: 1)])
            let first = try await page(browser, Self.path)
            #expect(first.all("h2").map(\.text) == ["61 dead letters are open"])
            #expect(first.all("tr").count == 51)
            #expect(first.all("tr")[1].text.contains("It is not JSON"))
            #expect(try await browser.get(try link(first, DeadLetterSamples.name(100))).status == 200)
            #expect(try link(first, "a/b") == Visit.base("a/b"))
            let second = try await page(browser, try link(first, "Older dead letters"))
            #expect(second.all("tr").count == 12)
            #expect(!second.all("a").contains { $0.text == "Older dead letters" })
            let filtered = try await page(
                browser, Self.path + "?reason=invalid_value&accountId=42&classId=&since=2020-01-01&until=")
            #expect(filtered.all("h2").map(\.text) == ["60 dead letters are open"])
            #expect(filtered.input("accountId")?.attributes["value"] == "42")
            #expect(filtered.input("since")?.attributes["value"] == "2020-01-01")
            #expect(filtered.all("option").first { $0.attributes["selected"] != nil }?.text == "A value cannot be read")
            let next = try await page(browser, try link(filtered, "Older dead letters"))
            #expect(next.all("tr").count == 11)
            #expect(try await browser.get(Self.path + "?since=x").status == 422)
        }
    }

    @Test func aLettersPageSaysWhyAndWhatToDoAndNothingOfItsContent() async throws {
        try await RunningConsole.serving { console in
            console.reader.append([
                DeadLetterSamples.record(
                    7, headers: ["ce_type": "com.kartra.booking.v1", "x-lead": DeadLetterSamples.secret])
            ])
            let browser = try await Browser(console, .operator)
            let letter = try await page(browser, "\(Self.path)/\(DeadLetterSamples.name(7))")
            let facts = zip(letter.all("dt").map(\.text), letter.all("dd").map(\.text))
            let fact = Dictionary(facts) { first, _ in first }
            #expect(fact["State"] == "open" && fact["Reason"] == "invalid_value")
            #expect(fact["What was found"] == "is not a local time &lt;b&gt;")
            #expect(fact["Topic"] == "t.kartra.appointments" && fact["Partition"] == "3" && fact["Offset"] == "7")
            #expect(fact["ce_type"] == "com.kartra.booking.v1" && fact["x-lead"] == "7 bytes")
            #expect(fact["Key"] == "9 bytes")
            #expect(letter.all("p").contains { $0.text.hasPrefix("Correct the sender.") })
            #expect(try await browser.get("\(Self.path)/\(DeadLetterSamples.name(8))").status == 404)
        }
    }

    @Test func oneIsReplayedAfterItWasAskedFor() async throws {
        try await RunningConsole.serving { console in
            console.reader.append([DeadLetterSamples.record(7), DeadLetterSamples.record(8)])
            let browser = try await Browser(console, .operator)
            let letter = try await page(browser, "\(Self.path)/\(DeadLetterSamples.name(7))")
            let asked = try await page(browser, try link(letter, "Replay…"))
            #expect(heading(asked) == "Replay 1 dead letter?")
            #expect(console.producer.records.isEmpty)
            #expect(try await send(browser, asked, without: "formToken").status == 403)
            #expect(try await send(browser, asked, without: "asOf").status == 422)
            #expect(console.producer.records.isEmpty)
            let done = Browser.checked(try await send(browser, asked), "replayed")
            #expect(heading(done) == "1 dead letter replayed")
            #expect(console.producer.records.map(\.key) == [DeadLetterSamples.record(7).key])
            // It is not sent twice.
            #expect(try await send(browser, asked).status == 404)
            #expect(console.producer.records.count == 1)
            let ended = try await page(browser, "\(Self.path)/\(DeadLetterSamples.name(7))")
            #expect(!ended.all("a").contains { $0.text == "Replay…" })
        }
    }

    @Test func whatTheFilterLetsThroughIsDiscardedInSteps() async throws {
        try await RunningConsole.serving { console in
            console.reader.append((1...501).map { DeadLetterSamples.record($0) })
            console.reader.append([DeadLetterSamples.record(900, account: "43")])
            let browser = try await Browser(console, .operator)
            let list = try await page(browser, Self.path + "?accountId=42")
            let asked = try await page(browser, try link(list, "Discard all…"))
            #expect(heading(asked) == "Discard 501 dead letters?")
            #expect(asked.all("button").map(\.text).contains("Discard the first 500"))
            // Whatever comes after the counting is not meant.
            console.reader.append([DeadLetterSamples.record(950, age: -5)])
            let first = Browser.checked(try await send(browser, asked), "first")
            #expect(heading(first) == "500 dead letters discarded")
            #expect(try link(first, "Back to the dead letters") == Self.path + "?accountId=42")
            #expect(first.all("p").contains { $0.text == "Still open of those you chose: 1 dead letter." })
            let second = Browser.checked(try await send(browser, first), "second")
            #expect(heading(second) == "1 dead letter discarded")
            #expect(!second.all("button").contains { $0.text.hasPrefix("Discard") })
            #expect(console.producer.records.isEmpty)
            let rest = try await page(browser, Self.path)
            #expect(rest.all("h2").map(\.text) == ["2 dead letters are open"])
            let none = try await page(browser, Self.path + "/discard?classId=999")
            #expect(heading(none) == "There is nothing to discard")
        }
    }

    @Test func theAccountsPageTellsOfThem() async throws {
        try await RunningConsole.serving { console in
            let browser = try await Browser(console, .operator)
            #expect(try await !page(browser, "/console/accounts").all("p").contains { $0.text.contains("dead letter") })
            let letter = try #require(ReadDeadLetter(DeadLetterSamples.record(1)))
            try await console.store.note(letter.note)
            let accounts = try await page(browser, "/console/accounts")
            #expect(try link(accounts, "1 dead letter") == Self.path)
            #expect(try link(accounts, "Dead letters") == Self.path)
            // From an account's pages, too.
            #expect(try link(try await browser.page(""), "Dead letters") == Self.path)
        }
    }

    @Test func everyReasonHasItsWords() {
        #expect(
            Set(Rejection.Reason.allCases.map { DeadLetterWords.title($0) }).count == Rejection.Reason.allCases.count)
        for reason in Rejection.Reason.allCases { #expect(!DeadLetterWords.advice(reason.rawValue).contains("newer")) }
        #expect(DeadLetterWords.title("of_tomorrow") == "of_tomorrow")
        #expect(DeadLetterWords.advice("of_tomorrow").contains("newer version"))
    }
}
