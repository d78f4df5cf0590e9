import Foundation
import Testing

/// The dead man's switch with processes of their own: Google no longer says when a calendar changes.
@Suite(.timeLimit(.minutes(8))) struct PushSilenceSystemTests {
    @Test func pingsThatStayAwayAreMissedAndTheCalendarIsReadMeanwhile() async throws {
        try await SystemUnderTest.run { system in
            let serve = try await system.serve()
            defer { serve.kill() }
            try await system.link("310", integration: try await system.connect())
            let feedId = try #require(try await system.callAPI("/classes/310/link")["feedId"] as? String)

            try await system.call("POST", "/control/google/toggles", ["pushLossProbability": 1])
            try await system.note(days: 3...3)
            // As the scheduler asks each quarter of an hour. That it asks again after a minute is its own doing.
            let poll =
                #"{"specversion":"1.0","id":"poll-1","source":"/test","type":"com.calsync.google-ping.v1","#
                + #""datacontenttype":"application/json","data":{"feedId":"\#(feedId)","trigger":"poll"}}"#
            try await system.produce(
                "google.pings", [poll], headers: ["content-type=application/cloudevents+json"], key: feedId)
            try await Eventually.value("the block of what was not announced") {
                try await system.blockIds("310").count == 1 ? true : nil
            }
            let silent = try await Eventually.value("that pings are missed", within: .seconds(180)) {
                () -> [String: Any]? in
                let link = try await system.callAPI("/classes/310/link")
                return link["status"] as? String == "degraded" ? link : nil
            }
            #expect(silent["reason"] as? String == "push_lost")
            let metrics = try await Command.run("curl", ["-s", "\(system.url)/metrics"])
            #expect(metrics.contains(#"calsync_result_notes_total{note="missedPing"} 1"#), "\(metrics)")

            try await system.note(days: 4...4)
            try await Eventually.value("the block of what is found each minute", within: .seconds(180)) {
                try await system.blockIds("310").count == 2 ? true : nil
            }
            try await system.call("POST", "/control/google/toggles", ["pushLossProbability": 0])
            try await system.note(days: 5...5)
            try await Eventually.value("the link in step") {
                let link = try await system.callAPI("/classes/310/link")
                return link["status"] as? String == "in_step" && link["pushLostSince"] is NSNull ? true : nil
            }
            #expect(try await system.blockIds("310").count == 3)
            try RecordFolder.keep(try await system.consume("calsync.results"), as: "result.v1")
        }
    }
}
