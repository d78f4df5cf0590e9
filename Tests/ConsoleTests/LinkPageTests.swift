import CalendarSync
import Foundation
import OutboundHTTP
import Records
import Testing
import TestSupport

@testable import Console

/// The page of a link, and its buttons.
@Suite(.timeLimit(.minutes(1))) struct LinkPageTests {
    private static let path = "/classes/310"

    private func linked(
        _ console: RunningConsole, _ integration: Integration
    ) async throws -> Browser {
        let answer = try await console.call(.put, "classes/310/link", RunningConsole.linkBody(integration))
        #expect(answer.status == 200)
        return try await Browser(console)
    }

    private func headline(_ browser: Browser) async throws -> String? {
        try await browser.page(Self.path).all("strong").first?.text
    }

    @Test func theStateIsSaidInWords() async throws {
        try await RunningConsole.connected { console, integration in
            let browser = try await linked(console, integration)
            #expect(try await headline(browser) == "The calendar is being read")
            try await console.changeFeed { $0.lastSyncedAt = RunningConsole.now.addingTimeInterval(-40) }
            try await console.changeLink {
                $0.blocksCompleteAt = RunningConsole.now
                $0.lastChangeAt = RunningConsole.now.addingTimeInterval(-12)
            }
            #expect(try await headline(browser) == "In step, last change 12 s ago")
            try await console.changeFeed { $0.unreachableSince = RunningConsole.now.addingTimeInterval(-3_600) }
            #expect(try await headline(browser) == "Behind by 40 s")
            var refused = integration
            refused.status = .reconnectNeeded
            try await console.store.save(refused)
            #expect(try await headline(browser) == "Reconnect needed: last in step 40 s ago")
        }
    }

    @Test(arguments: [Brake.Answer.approved, .rejected])
    func aMassRemovalWaitsForAButton(answer: Brake.Answer) async throws {
        try await RunningConsole.connected { console, integration in
            let browser = try await linked(console, integration)
            let button = answer == .approved ? "approve" : "reject"
            #expect(try await browser.post("\(Self.path)/\(button)").status == 409)
            #expect(try await browser.page(Self.path).all("button").allSatisfy { $0.text != "Approve" })
            try await console.changeLink { $0.brake = Brake(since: RunningConsole.now, sources: 31, ofSources: 40) }
            #expect(try await headline(browser) == "A mass removal of 31 events waits for your answer")
            let buttons = try await browser.page(Self.path).all("button").map(\.text)
            #expect(buttons.contains("Approve") && buttons.contains("Reject"))
            #expect(try await browser.post("\(Self.path)/\(button)").status == 303)
            #expect(try await console.store.link(RunningConsole.classKey)?.brake?.answer == answer)
            _ = try await browser.page(Self.path)
        }
    }

    @Test func resyncTellsTheWorkers() async throws {
        try await RunningConsole.connected { console, integration in
            let browser = try await linked(console, integration)
            let told = console.producer.records.count
            #expect(
                try await browser.post(Self.path + "/resync").location
                    == "/console/accounts/42/classes/310?notice=resyncing")
            #expect(console.producer.records.count > told)
            // By a link nothing is done.
            #expect(try await browser.get(Browser.path(Self.path + "/resync")).status == 405)
        }
    }

    @Test(arguments: [Unlinking.Removal.future, .nothing])
    func unlinkingAsksAndShowsTheCertificate(removal: Unlinking.Removal) async throws {
        try await RunningConsole.connected(unlinkPatience: .zero) { console, integration in
            let browser = try await linked(console, integration)
            #expect(try await browser.page(Self.path + "/unlink").all("dd").map(\.text) == ["0", "0"])
            #expect(try await browser.post(Self.path + "/unlink").status == 422)
            #expect(try await console.store.link(RunningConsole.classKey) != nil)

            let answer = try await browser.post(Self.path + "/unlink", ["remove": removal.rawValue])
            #expect(answer.location == "/console/accounts/42/classes/310")
            var unlinking = try #require(try await console.store.unlinking(RunningConsole.classKey))
            #expect(unlinking.removal == removal)
            #expect(try await headline(browser) == "Being unlinked")

            unlinking.certificate = UnlinkCertificate(removedMirrors: 23, issuedAt: RunningConsole.now)
            try await console.store.save(unlinking)
            let page = try await browser.page(Self.path + "/certificate")
            #expect(page.all("dd").first?.text == "23")
            _ = try await browser.page(Self.path, status: 404)
        }
    }

    @Test func theFirstPageTicksOffWhatIsDone() async throws {
        try await RunningConsole.serving { console in
            let browser = try await Browser(console)
            #expect(try await browser.page("").all("li").filter { $0.attributes["class"] == "card done" }.isEmpty)
        }
        try await RunningConsole.connected { console, integration in
            let browser = try await Browser(console)
            #expect(try await browser.page("").all("li").filter { $0.attributes["class"] == "card done" }.count == 1)
            _ = try await console.call(.put, "classes/310/link", RunningConsole.linkBody(integration))
            #expect(try await browser.page("").all("li").filter { $0.attributes["class"] == "card done" }.count == 2)
        }
    }
}
