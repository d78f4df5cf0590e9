import Foundation
import Testing

/// `calsync dead-letters` beside a running system, in processes of its own.
@Suite(.serialized, .timeLimit(.minutes(5))) struct DeadLetterSystemTests {
    private typealias System = SystemUnderTest

    @Test func aBadRecordIsListedReplayedAndDiscarded() async throws {
        try await System.run { system in
            let serve = try await system.serve()
            defer { serve.kill() }
            let bad = BookingLines.data(subscription: "9001", startsAt: BookingLines.startsAt + "Z")
            try await system.produce(
                "kartra.appointments", [bad], headers: ["ce_type=com.kartra.booking.v1", "x-mine=1"], key: "9001")
            let letter = try await Eventually.value("the dead letter") {
                try await system.consume("calsync.dead-letters").first
            }
            let name =
                "kartra.appointments-\(letter.headers["calsync.source.partition"] ?? "")"
                + "-\(letter.headers["calsync.source.offset"] ?? "")"
            try await counted(1, in: system)

            let listed = try await run(["list", "--account", "42", "--reason", "invalid_value"], in: system)
            #expect(listed.contains(name))
            #expect(listed.contains("sessions[0].startsAt"))
            #expect(!listed.contains("Ana"))
            #expect(try await run(["list", "--class", "999"], in: system).contains("no open dead letters"))
            #expect(try await run(["list", "--to", "2020-01-01"], in: system).contains("no open dead letters"))

            let shown = try await run(["show", name], in: system)
            #expect(shown.contains("header x-mine"))
            #expect(!shown.contains("Ana"))
            #expect(try await run(["show", name, "--value"], in: system) == bad)

            let rehearsed = try await run(["replay", name, "--dry-run"], in: system)
            #expect(rehearsed.contains("1 dead letters would be replayed"))
            #expect(try await system.consume("kartra.appointments").count == 1)

            // It is as bad as it was: a letter of a new name.
            let replayed = try await run(["replay", name], in: system)
            #expect(replayed.contains("1 dead letters replayed"))
            let inputs = try await system.consume("kartra.appointments")
            #expect(inputs.map(\.value) == [bad, bad])
            #expect(inputs.allSatisfy { $0.headers == ["ce_type": "com.kartra.booking.v1", "x-mine": "1"] })
            try await Eventually.value("the letter of the replay") {
                try await system.consume("calsync.dead-letters").count == 2 ? true : nil
            }
            try await counted(1, in: system)
            #expect(try await run(["replay", name], in: system, status: 1).contains("No open dead letter"))

            #expect(
                try await run(["discard", "--reason", "invalid_value"], in: system).contains("1 dead letters discarded")
            )
            try await counted(0, in: system)
            #expect(try await run(["list"], in: system).contains("no open dead letters"))
            #expect(try await run(["list", "--ended"], in: system).contains("replayed"))
            // Nobody has to look at everything to do everything.
            #expect(try await run(["discard"], in: system, status: 64).contains("--all"))
        }
    }

    /// What the status says, and the metrics soon after.
    private func counted(_ count: Int, in system: System) async throws {
        try await Eventually.value("\(count) open dead letters in the status") {
            try await system.callAPI("/status")["deadLetters"] as? Int == count ? true : nil
        }
        try await Eventually.value("\(count) open dead letters in the metrics") {
            String(decoding: try await system.fetch([system.url + "/metrics"]), as: UTF8.self)
                .contains("calsync_dead_letters_open \(count)\n") ? true : nil
        }
    }

    private func run(_ arguments: [String], in system: System, status: Int32 = 0) async throws -> String {
        let command = try await system.calsync(["dead-letters"] + arguments)
        try await Eventually.value("the end of dead-letters \(arguments)") { command.isRunning ? nil : true }
        #expect(command.status == status, "\(command.log)")
        return command.log
    }
}
