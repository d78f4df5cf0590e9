import Foundation
import Testing

/// `calsync status` and `explain` beside a running system, and what its endpoints tell.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ExplainSystemTests {
    private typealias System = SystemUnderTest

    @Test func aBookingCanBeFollowedFromItsInputToItsEvent() async throws {
        try await System.run { system in
            let serve = try await system.serve()
            defer { serve.kill() }
            try await system.link("310", integration: try await system.connect())
            let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
            try await system.produce(
                "kartra.appointments", [BookingLines.data(subscription: "9001")],
                headers: ["ce_type=com.kartra.booking.v1", "traceparent=00-\(trace)-00f067aa0ba902b7-01"], key: "9001")
            try await Eventually.value("the result") {
                try await system.consume("calsync.results").first {
                    $0.value?.contains("mirror.inserted") ?? false
                }
            }

            let booking = try await run(["explain", "--account", "42", "--subscription", "9001"], in: system)
            let denver = Date.ISO8601FormatStyle(timeZone: try #require(TimeZone(identifier: "America/Denver")))
                .year().month().day().time(includingFractionalSeconds: false)
            let start = try Date(BookingLines.startsAt + ":00", strategy: denver).formatted(.iso8601)
            for words in ["mirror.inserted", trace, "all stands as wanted", start] {
                #expect(booking.contains(words), "\(words)")
            }
            #expect(!booking.contains("Ana"))
            let link = try await run(["explain", "--account", "42", "--class", "310"], in: system)
            #expect(link.contains("1 bookings want 1 events; 1 stand; 0 changes are to be made"))
            #expect(link.contains("channel until"))
            let nothing = try await run(["explain", "--account", "42", "--subscription", "none"], in: system)
            #expect(nothing.contains("No booking of this subscription is known."))

            try await Eventually.value("nothing left to settle") {
                try await system.callAPI("/status")["consumerLag"] as? Int == 0 ? true : nil
            }
            let latency = try await Eventually.value("the latency") {
                try await system.callAPI("/status")["latency"] as? [String: [String: Int]]
            }
            #expect((latency["google"]?["count"] ?? 0) >= 1)
            let again = try await run(["resync", "--account", "42", "--class", "310"], in: system)
            #expect(again.contains("read 1 of 1 calendars") && again.contains("1 links compared again."))
            #expect(try await run(["resync", "--account", "none"], in: system).contains("Nothing is linked"))
            let status = try await run(["status"], in: system)
            #expect(status.contains("in_step"))
            #expect(status.contains("1 of 1"))

            let ready = try await system.fetch([system.url + "/readyz"])
            #expect(String(decoding: ready, as: UTF8.self).contains(#""google_token":"ok""#))
            try await Eventually.value("the metrics") {
                let text = String(decoding: try await system.fetch([system.url + "/metrics"]), as: UTF8.self)
                let wanted = [
                    "calsync_consumer_lag{", "calsync_effects_total{kind=\"mirror.inserted\"",
                    "calsync_change_to_effect_seconds_bucket{target=\"google\"", "calsync_google_calls_last_minute ",
                    "calsync_parked_records{reason=\"reconnect_needed\"} 0", "calsync_records_in_flight 0",
                ]
                return wanted.allSatisfy(text.contains) ? true : nil
            }
        }
    }

    private func run(_ arguments: [String], in system: System) async throws -> String {
        let command = try await system.calsync(arguments)
        try await Eventually.value("the end of \(arguments)") { command.isRunning ? nil : true }
        #expect(command.status == 0, "\(command.log)")
        return command.log
    }
}
