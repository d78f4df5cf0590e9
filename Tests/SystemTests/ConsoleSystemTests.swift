import Foundation
import Testing

/// The console of a running system.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ConsoleSystemTests {
    private typealias System = SystemUnderTest

    @Test func aBookingAppearsInTheActivityOfItsClassWithoutALead() async throws {
        try await System.run { system in
            let serve = try await system.serve()
            defer { serve.kill() }
            try await system.link("310", integration: try await system.connect())
            try await system.produce(
                "kartra.appointments", [BookingLines.structured(subscription: "9001")],
                headers: ["content-type=application/cloudevents+json"])
            let entry = try await Eventually.value("the booking's entry") {
                let activity = try await system.callAPI("/activity?classId=310")["activity"] as? [[String: Any]]
                return activity?.first { $0["subscriptionId"] as? String == "9001" }
            }
            #expect(entry["outcome"] as? String == "succeeded")
            #expect(entry["occasion"] as? String == "booking")
            let text = try #require(entry["text"] as? String)
            #expect(text.hasPrefix("Booking made: event written in host@example.com"))

            let jar = system.folder.appending(path: "console-cookies").path
            _ = try await Command.run("curl", ["-sSfL", "-c", jar, "-b", jar, try await link(in: system)])
            let page = try await Command.run(
                "curl", ["-sSf", "-b", jar, "\(system.url)/console/accounts/42/classes/310"])
            #expect(page.contains("Booking made: event written in host@example.com"))
            #expect(!page.contains("Ana") && !page.contains("ana@example.com"))
            let other = try await system.callAPI("/activity?classId=311")["activity"] as? [[String: Any]]
            #expect(other?.isEmpty == true)
        }
    }

    @Test func aLinkToTheConsoleStaysUsedAfterARestart() async throws {
        try await System.run { system in
            let first = try await system.serve()
            let link = try await link(in: system)
            #expect(try await status(of: link) == "303")
            #expect(try await status(of: link) == "401")
            #expect(await first.terminate() == 0)
            let second = try await system.serve()
            defer { second.kill() }
            #expect(try await status(of: link) == "401")
            #expect(try await status(of: try await self.link(in: system)) == "303")
        }
    }

    private func status(of url: String) async throws -> String {
        try await Command.run("curl", ["-sS", "-o", "/dev/null", "-w", "%{http_code}", url])
    }

    private func link(in system: System) async throws -> String {
        let command = try await system.calsync(["console-link", "--account", System.account])
        try await Eventually.value("the link") { command.isRunning ? nil : true }
        #expect(await command.terminate() == 0)
        return try #require(
            command.log.split(whereSeparator: \.isWhitespace).first { $0.contains("/console/enter") }.map(String.init))
    }
}
