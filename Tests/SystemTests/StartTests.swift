import Foundation
import Testing

/// What a process needs at its start, and what it does without.
@Suite struct StartTests {
    @Test func aReceiverTakesPingsWithoutAStore() async throws {
        try await SystemUnderTest.run { system in
            // Nothing listens there.
            let nowhere = "postgres://nobody:secret@127.0.0.1:1/nothing"
            let receiver = try await system.serve(["ROLES": "receiver", "STORE_URL": nowhere])
            defer { receiver.kill() }
            let ready = try await system.curl(["\(system.url)/readyz"])
            #expect((ready["checks"] as? [String: String]) == ["kafka": "ok"])

            let address = try await system.calsync(["ping-url", "--account", SystemUnderTest.account])
            try await Eventually.value("the end of ping-url") { address.isRunning ? nil : true }
            let url = address.log.trimmingCharacters(in: .whitespacesAndNewlines)
            let status = try await Command.run(
                "curl",
                ["-s", "-o", "/dev/null", "-w", "%{http_code}", "-d", #"{"action":"calendar_subscribe"}"#, url])
            #expect(status == "202")
            #expect(try await system.consume("kartra.appointments").count == 1)
        }
    }

    @Test func missingTopicsAreNamedAndNotMade() async throws {
        try await SystemUnderTest.run { system in
            let serve = try await system.calsync([
                "serve", "--kafka-topic-prefix", "nobody.", "--start-timeout-seconds", "1",
            ])
            try await Eventually.value("the end") { serve.isRunning ? nil : true }
            #expect(await serve.terminate() == 69)
            #expect(serve.log.contains("missing: nobody.calsync.commands, "), "\(serve.log)")
            #expect(serve.log.contains("`calsync topics create` makes them"), "\(serve.log)")
            let topics = try await Command.run("kcat", ["-L", "-b", system.broker])
            #expect(topics.contains(#"topic "kartra.appointments""#))
            #expect(!topics.contains("nobody."), "\(topics)")
        }
    }
}
