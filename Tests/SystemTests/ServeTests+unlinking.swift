import Foundation
import Testing

extension ServeTests {
    @Test func aClassIsUnlinkedAndItsAccountDisconnectedWithACertificate() async throws {
        try await SystemUnderTest.run { system in
            let serve = try await system.serve()
            defer { serve.kill() }
            let integration = try await system.connect()
            for classId in ["310", "311"] { try await system.link(classId, integration: integration) }
            let token = try await system.hostToken()
            try await system.produce(
                "kartra.appointments", [BookingLines.structured(subscription: "9001")],
                headers: ["content-type=application/cloudevents+json"])
            try await Eventually.value("the mirror event") { try await system.events(token).first }
            // It blocks the other class.
            try await Eventually.value("the block of class 311") { try await system.blockIds("311").first }

            let unlinked = try await system.callAPI("/classes/310/link?remove=future", ["-X", "DELETE"])
            #expect(unlinked["removedMirrors"] as? Int == 1)
            #expect(unlinked["channelStopped"] as? Bool == false)
            #expect(unlinked["linksStillUsing"] as? Int == 1)
            #expect(try await system.events(token).isEmpty)

            let ended = try await system.callAPI("/integrations/\(integration)?remove=future", ["-X", "DELETE"])
            #expect(ended["grantRevoked"] as? Bool == true)
            #expect(ended["channelStopped"] as? Bool == true)
            #expect(try await system.blockIds("311").isEmpty)
            let listed = try await system.callAPI("/integrations")
            #expect((listed["integrations"] as? [Any])?.isEmpty == true)

            // Connected anew it can be linked anew, and the booking that is remembered has its event again.
            try await system.link("310", integration: try await system.connect())
            try await Eventually.value("the mirror event again") {
                try await system.events(try await system.hostToken()).first
            }
            try RecordFolder.keep(try await system.consume("calsync.commands"), as: "command.v1")
        }
    }
}
