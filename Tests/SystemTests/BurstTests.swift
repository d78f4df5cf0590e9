import Foundation
import Testing

/// Pings come in bursts; readings must not.
@Suite(.serialized, .timeLimit(.minutes(5))) struct BurstTests {
    @Test func fiveHundredPingsOfACalendarAreTwoReadingsAtMost() async throws {
        try await SystemUnderTest.run { system in
            let serve = try await system.serve()
            defer { serve.kill() }
            try await system.link("310", integration: try await system.connect())
            let first = try await Eventually.value("the ping of the link") {
                try await system.consume("google.pings").first?.value
            }
            let ping = try JSONSerialization.jsonObject(with: Data(first.utf8)) as? [String: Any]
            let feedId = try #require(ping?["feedId"] as? String)
            try await settled(system, prefix: "", count: 1)

            // Longer than it takes to start what sends the burst.
            try await system.call("POST", "/control/latency", ["milliseconds": 4000])
            _ = try await system.curl(["-X", "DELETE", "\(system.sandboxURL)/control/calls"])
            // One change, its own ping, and 500 more while that is being read.
            try await system.call(
                "POST", "/control/google/calendars/host@example.com/events",
                ["events": [Self.event(day: 10)]])
            let lines = (0..<500).map { number in
                #"{"specversion":"1.0","id":"burst-\#(number)","source":"/test","type":"com.calsync.google-ping.v1","#
                    + #""datacontenttype":"application/json","#
                    + #""data":{"feedId":"\#(feedId)","trigger":"push","resourceState":"exists"}}"#
            }
            try await system.produce(
                "google.pings", lines, headers: ["content-type=application/cloudevents+json"], key: feedId)
            try await settled(system, prefix: "burst-", count: 500)
            #expect(try await system.blockIds("310").count == 1)
            let counted = try await system.curl(["\(system.sandboxURL)/control/calls"])
            let calls = counted["calls"] as? [String: Int] ?? [:]
            let lists = calls["events.list"] ?? 0
            #expect((1...2).contains(lists), "\(calls)")
            #expect(calls["kartra.busyBlocks.put"] == 1)
            #expect(calls["kartra.busyBlocks.batch"] == nil && calls["events.instances"] == nil)
        }
    }

    /// Waits until so many inputs whose ids begin like this have a final result.
    private func settled(_ system: SystemUnderTest, prefix: String, count: Int) async throws {
        try await Eventually.value("\(count) results") {
            let ids = try await system.consume("calsync.results").compactMap { record -> String? in
                let object = try? JSONSerialization.jsonObject(with: Data((record.value ?? "").utf8))
                let source = (object as? [String: Any])?["source"] as? [String: Any]
                return (source?["eventId"] as? String).flatMap { $0.hasPrefix(prefix) ? $0 : nil }
            }
            return Set(ids).count >= count ? true : nil
        }
    }

    private static func event(day: Int) -> [String: any Sendable] {
        let date = Canaries.date(day)
        return [
            "summary": "Dentist", "start": ["dateTime": "\(date)T09:00:00Z"], "end": ["dateTime": "\(date)T10:00:00Z"],
        ]
    }
}
