import Foundation
import Testing

/// `calsync keys rotate` beside a running system.
@Suite(.serialized, .timeLimit(.minutes(5))) struct KeyRotationSystemTests {
    private typealias System = SystemUnderTest

    private static let new = "k2:" + Data(repeating: 5, count: 32).base64EncodedString()

    @Test func tokensAreSealedByTheNewKeyWhileEverythingRunsAndTheOldOneCanGo() async throws {
        try await System.run { system in
            let first = try await system.serve()
            _ = try await system.connect()
            #expect(await first.terminate() == 0)

            let keys = "\(Self.new),\(System.secretKeys)"
            let second = try await system.serve(["SECRET_KEYS": keys])
            // Before that the old key is not to be missed.
            let early = try await rotate(Self.new, in: system)
            #expect(early.status == 1)
            #expect(early.log.contains("1 are sealed by a key that is not among SECRET_KEYS"))
            let dry = try await rotate(keys, ["--dry-run"], in: system)
            #expect(dry.status == 0)
            #expect(dry.log.contains("1 of 1 refresh tokens are to be sealed by key k2"))
            let done = try await rotate(keys, in: system)
            #expect(done.status == 0)
            #expect(done.log.contains("1 of 1 refresh tokens were sealed by key k2"))
            let again = try await rotate(Self.new, in: system)
            #expect(again.status == 0)
            #expect(again.log.contains("0 of 1 refresh tokens were sealed by key k2"))
            for (_, log) in [early, dry, done, again] {
                for key in keys.split(separator: ",") { #expect(!log.contains(key.dropFirst(3))) }
            }
            #expect(await second.terminate() == 0)

            let third = try await system.serve(["SECRET_KEYS": Self.new])
            defer { third.kill() }
            try await system.link("310", integration: try await integration(in: system))
            try await system.produce(
                "kartra.appointments", [BookingLines.structured(subscription: "9001")],
                headers: ["content-type=application/cloudevents+json"])
            let token = try await system.hostToken()
            try await Eventually.value("the mirror event") { try await system.events(token).first }
        }
    }

    private func integration(in system: System) async throws -> String {
        let listed = try await system.callAPI("/integrations")["integrations"] as? [[String: Any]]
        return try #require(listed?.first?["id"] as? String)
    }

    private func rotate(
        _ keys: String, _ options: [String] = [], in system: System
    ) async throws -> (status: Int32, log: String) {
        let command = try await system.calsync(["keys", "rotate"] + options + ["--secret-keys", keys])
        try await Eventually.value("the end of keys rotate") { command.isRunning ? nil : true }
        return (await command.terminate(), command.log)
    }
}
