import CalendarSync
import Foundation
import OutboundHTTP
import Records
import Testing
import TestSupport

@Suite struct BrakeTests {
    /// A link whose worker has stopped a mass removal, and nothing told since.
    private func braked(_ test: (RunningConsole, ClassLink) async throws -> Void) async throws {
        try await RunningConsole.connected { console, integration in
            _ = try await console.call(.put, "classes/310/link", RunningConsole.linkBody(integration))
            try await console.changeLink { $0.brake = Brake(since: RunningConsole.now, sources: 61, ofSources: 80) }
            try await test(console, try #require(try await console.store.link(RunningConsole.classKey)))
        }
    }

    private func answer(_ console: RunningConsole) async throws -> Brake.Answer? {
        try await console.store.link(RunningConsole.classKey)?.brake?.answer
    }

    @Test(arguments: [("approve", Brake.Answer.approved), ("reject", .rejected)])
    func anAnswerIsStoredAndTheFeedIsReadAnew(call: String, expected: Brake.Answer) async throws {
        try await braked { console, link in
            let told = console.producer.records.count
            let answer = try await console.call(.post, "classes/310/link/\(call)")
            #expect(answer.status == 202)
            #expect(answer["status"] as? String == "braked")
            #expect(answer["reason"] as? String == "mass_removal")
            #expect(answer["brake", "answer"] as? String == expected.rawValue)
            #expect(answer["brake", "sources"] as? Int == 61)
            #expect(answer["brake", "ofSources"] as? Int == 80)
            #expect(answer["brake", "since"] as? String == RunningConsole.now.rfc3339)
            #expect(try await self.answer(console) == expected)
            let record = try #require(console.producer.records.dropFirst(told).first)
            #expect(console.producer.records.count == told + 1)
            #expect(record.topic == "t.google.pings")
            let ping = try InputDecoder.decode(GooglePing.self, from: record.value)
            #expect(ping == GooglePing(feedId: link.feedId, trigger: .manual))
        }
    }

    @Test func theSameAnswerAgainChangesNothingAndIsTheSameEvent() async throws {
        try await braked { console, _ in
            _ = try await console.call(.post, "classes/310/link/approve")
            let before = try await console.store.link(RunningConsole.classKey)
            let again = try await console.call(.post, "classes/310/link/approve")
            #expect(again.status == 202)
            #expect(try await console.store.link(RunningConsole.classKey) == before)
            let pings = console.producer.records.suffix(2).map { $0.headers["ce_id"] }
            #expect(pings[0] == pings[1])
        }
    }

    @Test func anAnswerCanBeChangedAsLongAsTheBrakeStands() async throws {
        try await braked { console, _ in
            _ = try await console.call(.post, "classes/310/link/approve")
            let changed = try await console.call(.post, "classes/310/link/reject")
            #expect(changed["brake", "answer"] as? String == "rejected")
            #expect(try await answer(console) == .rejected)
            let pings = console.producer.records.suffix(2).map { $0.headers["ce_id"] }
            #expect(pings[0] != pings[1])
            try await console.changeLink { $0.brake = nil }
            let late = try await console.call(.post, "classes/310/link/approve")
            #expect(late.status == 409)
            #expect(late.errorCode == "not_braked")
        }
    }

    @Test func whereNothingIsBrakedOrLinkedThereIsNothingToAnswer() async throws {
        try await RunningConsole.connected { console, integration in
            for call in ["approve", "reject"] {
                let unlinked = try await console.call(.post, "classes/310/link/\(call)")
                #expect(unlinked.status == 404)
                #expect(unlinked.errorCode == "not_linked")
            }
            _ = try await console.call(.put, "classes/310/link", RunningConsole.linkBody(integration))
            let told = console.producer.records.count
            for call in ["approve", "reject"] {
                let free = try await console.call(.post, "classes/310/link/\(call)")
                #expect(free.status == 409)
                #expect(free.errorCode == "not_braked")
                let read = try await console.call(.get, "classes/310/link/\(call)")
                #expect(read.status == 405)
            }
            #expect(console.producer.records.count == told)
        }
    }

    @Test func whoAnswersWhileAWorkerSavesIsNotTurnedAway() async throws {
        try await braked { console, _ in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for call in ["approve", "reject", "approve", "reject"] {
                    group.addTask { try await console.call(.post, "classes/310/link/\(call)").status }
                }
                for try await status in group { #expect(status == 202) }
            }
            #expect(try await answer(console) != nil)
        }
    }

    @Test func anAnswerThatABrokerDidNotTakeIsToldByTheNextTry() async throws {
        try await braked { console, _ in
            let told = console.producer.records.count
            console.producer.behaviour = .refuse
            let failed = try await console.call(.post, "classes/310/link/approve")
            #expect(failed.status == 503)
            #expect(failed.errorCode == "broker_unavailable")
            console.producer.behaviour = .acknowledge
            let again = try await console.call(.post, "classes/310/link/approve")
            #expect(again.status == 202)
            #expect(console.producer.records.count == told + 1)
        }
    }
}
