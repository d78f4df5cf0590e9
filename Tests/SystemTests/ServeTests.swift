import Foundation
import Testing

/// Separate processes, real protocols, real kills.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ServeTests {
    private typealias System = SystemUnderTest

    @Test func bothDirectionsRunWithCurlAndKcatAlone() async throws {
        try await System.run { system in
            let serve = try await system.serve()
            let integration = try await system.connect()
            try await system.link("310", integration: integration)
            let token = try await system.hostToken()

            try await system.produce(
                "kartra.appointments", [BookingLines.data(subscription: "9001")],
                headers: [
                    "ce_specversion=1.0", "ce_id=evt-1", "ce_source=/test", "ce_type=com.kartra.booking.v1",
                    "content-type=application/json",
                ])
            let mirror = try await Eventually.value("the mirror event") { try await system.events(token).first }
            #expect(mirror["summary"] as? String == "Strategy call — Ana Lopez")

            let day = Canaries.date(30)
            let event =
                #"{"summary":"Secret dentist","start":{"dateTime":"\#(day)T14:00:00-07:00"},"#
                + #""end":{"dateTime":"\#(day)T15:00:00-07:00"}}"#
            _ = try await system.curl([
                "-H", "Authorization: Bearer \(token)", "-H", "Content-Type: application/json", "-d", event,
                "\(system.sandboxURL)/calendar/v3/calendars/host%40example.com/events",
            ])
            try await Eventually.value("the busy block") { try await system.blockIds("310").first }

            let results = try await Eventually.value("the results") {
                let results = try await system.consume("calsync.results")
                return results.count { $0.value?.contains(#""outcome":"succeeded""#) ?? false } >= 2 ? results : nil
            }
            let blocks = try await system.consume("kartra.busy-blocks")
            try RecordFolder.keep(results, as: "result.v1")
            try RecordFolder.keep(blocks, as: "busy-block.v1")
            for record in results + blocks {
                #expect(!(record.value ?? "").contains("Secret"))
                #expect(!(record.value ?? "").contains("Ana"))
            }
            #expect(await serve.terminate() == 0)
            #expect(!serve.log.contains("Secret"))
            #expect(!serve.log.contains("Ana"))
        }
    }

    @Test func aMalformedRecordBecomesADeadLetterAndTheNextOneIsHandled() async throws {
        try await System.run { system in
            let serve = try await system.serve()
            defer { serve.kill() }
            try await system.link("310", integration: try await system.connect())
            let bad = BookingLines.data(subscription: "9001", startsAt: BookingLines.startsAt + "Z")
            try await system.produce(
                "kartra.appointments", [bad, BookingLines.data(subscription: "9002")],
                headers: ["ce_type=com.kartra.booking.v1"])
            let token = try await system.hostToken()
            try await Eventually.value("the next record's mirror") { try await system.events(token).first }
            let letter = try await Eventually.value("the dead letter") {
                try await system.consume("calsync.dead-letters").first
            }
            #expect(letter.value == bad)
            #expect(letter.headers["calsync.error.reason"] == "invalid_value")
            #expect(letter.headers["calsync.error.field"] == "sessions[0].startsAt")
            #expect(letter.headers["calsync.source.topic"] == "kartra.appointments")
            try RecordFolder.keep([letter], as: "dead-letter.v1")
        }
    }

    @Test func killedInTheMiddleOfTwoHundredBookingsItEndsWithExactlyTwoHundredEvents() async throws {
        try await System.run { system in
            // Two hundred take five seconds then.
            let first = try await system.serve(["MAX_IN_FLIGHT": "4"])
            try await system.link("310", integration: try await system.connect())
            let token = try await system.hostToken()
            _ = try await system.curl(["-d", #"{"milliseconds":100}"#, "\(system.sandboxURL)/control/latency"])
            let lines = (0..<200).map { number in
                BookingLines.structured(
                    subscription: "\(20_000 + number)",
                    startsAt: "\(Canaries.date(30 + number))T\(10 + number % 10):00")
            }
            try await system.produce(
                "kartra.appointments", lines, headers: ["content-type=application/cloudevents+json"])
            let atKill = try await Eventually.value("some of the events") {
                let count = try await system.events(token).count
                return count >= 20 ? count : nil
            }
            first.kill()
            #expect(atKill < 200, "killed too late to mean anything")

            let second = try await system.serve()
            defer { second.kill() }
            let inputs = try await Eventually.value("a result of each booking", within: .seconds(120)) {
                let subscriptions = try await system.consume("calsync.results").compactMap { record -> String? in
                    let object =
                        (try? JSONSerialization.jsonObject(with: Data((record.value ?? "").utf8))) as? [String: Any]
                    return object?["subscriptionId"] as? String
                }
                return Set(subscriptions).count == 200 ? Set(subscriptions) : nil
            }
            #expect(inputs.count == 200)
            #expect(try await system.events(token).count == 200)
        }
    }

    @Test func whatARevokedGrantHasParkedGoesOnWhenTheAccountIsConnectedAgain() async throws {
        try await System.run { system in
            let serve = try await system.serve()
            defer { serve.kill() }
            try await system.link("310", integration: try await system.connect())
            _ = try await system.curl(["-X", "POST", "\(system.sandboxURL)/control/google/users/\(System.host)/revoke"])
            _ = try await system.curl(["-X", "POST", "\(system.sandboxURL)/control/google/access-tokens/expire"])
            try await system.produce(
                "kartra.appointments",
                [BookingLines.structured(subscription: "9001"), BookingLines.structured(subscription: "9002")],
                headers: ["content-type=application/cloudevents+json"])
            try await Eventually.value("the owner being told") {
                try await system.callAPI("/classes/310/link")["status"] as? String == "reconnect_needed" ? true : nil
            }
            let parked = try await Eventually.value("two parked results") {
                let results = try await system.consume("calsync.results")
                return results.count { $0.value?.contains(#""outcome":"parked""#) ?? false } == 2 ? results : nil
            }
            try RecordFolder.keep(parked, as: "result.v1")

            _ = try await system.connect()
            let token = try await system.hostToken()
            try await Eventually.value("both mirrors") {
                try await system.events(token).count == 2 ? true : nil
            }
            let final = try await Eventually.value("their final results") {
                let results = try await system.consume("calsync.results").compactMap(\.value)
                let done = results.filter {
                    $0.contains(#""outcome":"succeeded""#) && $0.contains("subscriptionId\":\"900")
                }
                return done.count == 2 ? done : nil
            }
            #expect(Set(final).count == 2)
        }
    }

    @Test func wrongConfigurationNamesEveryKeyAndExitsWith78() async throws {
        try await System.run { system in
            let daemon = try Daemon(
                ["serve", "--http-port", "many", "--roles", "receiver,baker"], folder: system.folder)
            defer { daemon.kill() }
            try await Eventually.value("the end") { daemon.isRunning ? nil : true }
            #expect(await daemon.terminate() == 78)
            for key in ["HTTP_PORT", "ROLES", "KARTRA_PING_SECRET", "SECRET_KEYS"] {
                #expect(daemon.log.contains(key), "\(daemon.log)")
            }
        }
    }

    @Test func aPortThatIsTakenIsSaidAndEndsTheDemo() async throws {
        try await System.run { system in
            let port = system.sandboxURL.split(separator: ":").last.map(String.init) ?? ""
            let daemon = try Daemon(
                ["demo", "--exit", "--port", port, "--sandbox-port", "0"], folder: system.folder)
            defer { daemon.kill() }
            try await Eventually.value("the end") { daemon.isRunning ? nil : true }
            #expect(await daemon.terminate() == 78)
            #expect(daemon.log.contains("The port is taken"), "\(daemon.log)")
        }
    }

    @Test func theDoctorFindsNothingToMendInASystemThatRuns() async throws {
        try await System.run { system in
            let doctor = try await system.calsync(["doctor"])
            try await Eventually.value("the end") { doctor.isRunning ? nil : true }
            #expect(await doctor.terminate() == 0, "\(doctor.log)")
            #expect(!doctor.log.contains("✗"))
            let sick = try await system.calsync(["doctor", "--kartra-api-token", "wrong"])
            try await Eventually.value("the end") { sick.isRunning ? nil : true }
            #expect(await sick.terminate() == 69)
            #expect(sick.log.contains("KARTRA_API_TOKEN"))
        }
    }

    @Test func withoutABrokerItExitsWith69NamingTheKey() async throws {
        try await System.run { system in
            let daemon = try await system.calsync([
                "serve", "--kafka-bootstrap-servers", "127.0.0.1:1", "--start-timeout-seconds", "1",
            ])
            try await Eventually.value("the end") { daemon.isRunning ? nil : true }
            #expect(await daemon.terminate() == 69)
            #expect(daemon.log.contains("KAFKA_BOOTSTRAP_SERVERS"))
        }
    }
}
