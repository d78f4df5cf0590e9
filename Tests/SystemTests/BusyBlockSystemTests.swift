import Foundation
import Testing

/// Google → Kartra with processes of their own: what an operator and an owner do when something is amiss.
@Suite(.serialized, .timeLimit(.minutes(5))) struct BusyBlockSystemTests {
    private typealias System = SystemUnderTest

    @Test func anAuditFindsWhatKartraHasLostAndPutsItBack() async throws {
        try await System.run { system in
            let serve = try await system.serve()
            defer { serve.kill() }
            try await system.link("310", integration: try await system.connect())
            try await system.note(days: 3...5)
            let blocks = try await Eventually.value("three blocks") {
                let ids = try await system.blockIds("310")
                return ids.count == 3 ? ids : nil
            }
            let clean = try await system.finish(["audit"])
            #expect(clean.status == 0, "\(clean.log)")
            #expect(clean.log.contains("in step"))

            try await Command.run(
                "curl",
                [
                    "-sSf", "-X", "DELETE", "-H", "Authorization: Bearer sandbox-kartra-token",
                    "\(system.sandboxURL)/kartra/v1/calendars/77/classes/310/busy-blocks/\(blocks[0])",
                ])
            let found = try await system.finish(["audit", "--account", "42", "--class", "310"])
            #expect(found.status == 1)
            #expect(found.log.contains("--repair puts it right"), "\(found.log)")
            #expect(try await system.blockIds("310").count == 2)
            let mended = try await system.finish(["audit", "--repair"])
            #expect(mended.status == 0, "\(mended.log)")
            #expect(Set(try await system.blockIds("310")) == Set(blocks))

            let results = try await system.consume("calsync.results").filter {
                $0.value?.contains(#""audit":"#) ?? false
            }
            #expect(results.count == 3)
            try RecordFolder.keep(results, as: "result.v1")
            try RecordFolder.keep(try await system.consume("google.pings"), as: "google-ping.v1")
        }
    }

    @Test func aCalendarThatIsEmptiedWaitsForItsOwnersWord() async throws {
        try await System.run { system in
            let serve = try await system.serve()
            defer { serve.kill() }
            try await system.link("310", integration: try await system.connect())
            let ids = try await system.note(days: 3...16)
            try await Eventually.value("all blocks") { try await system.blockIds("310").count == 14 ? true : nil }
            // Google does not answer until all is gone, so that one list tells it.
            let fault = try await system.curl([
                "-d", #"{"match":{"method":"events.list"},"status":503}"#, "\(system.sandboxURL)/control/faults",
            ])
            try await system.erase(ids)
            _ = try await system.curl([
                "-X", "DELETE", "\(system.sandboxURL)/control/faults/\(fault["id"] as? Int ?? 0)",
            ])
            // A record that was parked meanwhile is taken up again after a minute.
            let link = try await Eventually.value("the brake", within: .seconds(150)) { () -> [String: Any]? in
                let link = try await system.callAPI("/classes/310/link")
                return link["status"] as? String == "braked" ? link : nil
            }
            #expect(link["reason"] as? String == "mass_removal")
            #expect(try await system.blockIds("310").count == 14)

            let answer = try await system.callAPI("/classes/310/link/approve", ["-X", "POST"])
            #expect((answer["brake"] as? [String: Any])?["answer"] as? String == "approved")
            try await Eventually.value("the removal") { try await system.blockIds("310").isEmpty ? true : nil }
            try await Eventually.value("the link in step") {
                try await system.callAPI("/classes/310/link")["status"] as? String == "in_step" ? true : nil
            }
            try RecordFolder.keep(try await system.consume("calsync.results"), as: "result.v1")
        }
    }
}

extension SystemUnderTest {
    /// Runs a command to its end.
    fileprivate func finish(_ arguments: [String]) async throws -> (status: Int32, log: String) {
        let daemon = try await calsync(arguments)
        try await Eventually.value("the end of \(arguments)") { daemon.isRunning ? nil : true }
        return (await daemon.terminate(), daemon.log)
    }
}
