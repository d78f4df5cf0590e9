import CalendarSync
import Foundation
import OutboundHTTP
import Records
import Testing
import TestSupport

@testable import Console

/// Pausing and resuming a link, by the API and by its page.
@Suite(.timeLimit(.minutes(1))) struct PauseTests {
    private func linked(_ test: (RunningConsole, Integration) async throws -> Void) async throws {
        try await RunningConsole.connected { console, integration in
            _ = try await console.call(.put, "classes/310/link", RunningConsole.linkBody(integration))
            try await console.changeLink { $0.blocksCompleteAt = RunningConsole.now }
            try await test(console, integration)
        }
    }

    @Test func aPausedLinkSaysSoAndSinceWhen() async throws {
        try await linked { console, _ in
            let told = console.producer.records.count
            let answer = try await console.call(.post, "classes/310/link/pause")
            #expect(answer.status == 202)
            #expect(answer["status"] as? String == "paused")
            #expect(answer["pausedAt"] as? String == RunningConsole.now.rfc3339)
            #expect(answer["reason"] is NSNull && answer["behindSeconds"] as? Int == 0)
            let before = try await console.store.link(RunningConsole.classKey)
            #expect(try await console.call(.post, "classes/310/link/pause").status == 202)
            #expect(try await console.store.link(RunningConsole.classKey) == before)
            #expect(console.producer.records.count == told, "the workers find it in the store")
        }
    }

    @Test func resumingHasEverythingComparedAgain() async throws {
        try await linked { console, _ in
            _ = try await console.call(.post, "classes/310/link/pause")
            let told = console.producer.records.count
            let answer = try await console.call(.post, "classes/310/link/resume")
            #expect(answer.status == 202)
            #expect(answer["status"] as? String == "syncing")
            #expect(answer["pausedAt"] is NSNull)
            #expect(try await console.store.link(RunningConsole.classKey)?.blocksCompleteAt == nil)
            let records = console.producer.records.dropFirst(told)
            #expect(records.map(\.topic) == ["t.calsync.commands", "t.google.pings"])
            let command = try InputDecoder.decode(SyncCommand.self, from: try #require(records.first).value)
            #expect(command.command == .resync)
        }
    }

    @Test func aResumingThatTheBrokerDidNotTakeIsToldByTheNextTry() async throws {
        try await linked { console, _ in
            _ = try await console.call(.post, "classes/310/link/pause")
            console.producer.behaviour = .refuse
            #expect(try await console.call(.post, "classes/310/link/resume").status == 503)
            console.producer.behaviour = .acknowledge
            let told = console.producer.records.count
            #expect(try await console.call(.post, "classes/310/link/resume").status == 202)
            #expect(console.producer.records.count == told + 2)
        }
    }

    @Test func meanwhileOptionsCanBeChangedAndTheCalendarCannot() async throws {
        try await linked { console, integration in
            _ = try await console.call(.post, "classes/310/link/pause")
            let changed = try await console.call(
                .put, "classes/310/link", RunningConsole.linkBody(integration, options: #"{"allDay":"ignore"}"#))
            #expect(changed.status == 200)
            #expect(changed["status"] as? String == "paused")
            let moved = try await console.call(
                .put, "classes/310/link", RunningConsole.linkBody(integration, calendar: RunningConsole.team.id))
            #expect(moved.status == 409 && moved.errorCode == "paused")
            #expect(
                try await console.store.link(RunningConsole.classKey)?.googleCalendarId == RunningConsole.work.id)
        }
    }

    @Test func whatIsNotLinkedCannotBePaused() async throws {
        try await RunningConsole.connected { console, _ in
            for call in ["pause", "resume"] {
                let answer = try await console.call(.post, "classes/310/link/\(call)")
                #expect(answer.status == 404 && answer.errorCode == "not_linked")
            }
        }
    }

    @Test func thePageHasAButtonForEither() async throws {
        try await linked { console, _ in
            let browser = try await Browser(console)
            func buttons() async throws -> [String] {
                try await browser.page("/classes/310").all("button").map(\.text)
            }
            #expect(try await buttons().contains("Pause"))
            let paused = try await browser.post("/classes/310/pause")
            #expect(paused.location == "/console/accounts/42/classes/310?notice=paused")
            let words = try await browser.page("/classes/310?notice=paused")
            #expect(words.all("strong").first?.text == "Paused since 30 Nov 2026, 00:53 UTC")
            #expect(try await buttons().contains("Resume"))
            #expect(try await !buttons().contains("Pause"))
            let resumed = try await browser.post("/classes/310/resume")
            #expect(resumed.location == "/console/accounts/42/classes/310?notice=resumed")
            #expect(try await console.store.link(RunningConsole.classKey)?.isPaused == false)
            _ = try await browser.page("/classes/310?notice=resumed")
        }
    }
}
