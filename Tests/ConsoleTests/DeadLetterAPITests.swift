import CalendarSync
import Foundation
import OutboundHTTP
import Records
import Testing
import TestSupport

@testable import Console

/// Inputs that could not be handled, by the API.
@Suite(.timeLimit(.minutes(1))) struct DeadLetterAPITests {
    private func call(
        _ console: RunningConsole, _ method: OutboundRequest.Method, _ path: String, _ body: String? = nil,
        token: String = RunningConsole.token
    ) async throws -> Answer {
        try await console.request(
            method, "/api/v1/dead-letters\(path)", body, headers: ["Authorization": "Bearer \(token)"])
    }

    private func listed(_ console: RunningConsole, _ query: String = "") async throws -> [String] {
        let answer = try await call(console, .get, query)
        #expect(answer.status == 200, "\(answer.text)")
        return answer.list("deadLetters").compactMap { $0["letter"] as? String }
    }

    @Test func onlyTheOperatorsTokenOpensThem() async throws {
        try await RunningConsole.serving(accountTokens: [("42", "token of 42")]) { console in
            console.reader.append([DeadLetterSamples.record(1)])
            let name = DeadLetterSamples.name(1)
            let calls: [(OutboundRequest.Method, String, String?)] = [
                (.get, "", nil), (.get, "/\(name)", nil), (.post, "/replay", #"{"all":true}"#),
                (.post, "/discard", #"{"all":true}"#),
            ]
            for (method, path, body) in calls {
                let refused = try await call(console, method, path, body, token: "token of 42")
                #expect(refused.status == 403 && refused.errorCode == "operator_only", "\(path)")
                #expect(try await call(console, method, path, body, token: "nobody's").status == 401)
            }
            #expect(console.producer.records.isEmpty)
            #expect(try await listed(console) == [name])
        }
    }

    @Test func theyAreFilteredAndComeNewestFirst() async throws {
        try await RunningConsole.serving { console in
            console.reader.append([
                DeadLetterSamples.record(1, age: 300), DeadLetterSamples.record(2, account: "43", age: 200),
                DeadLetterSamples.record(3, classId: "311", age: 100),
                DeadLetterSamples.record(4, reason: .notJSON, age: 50),
                // The same input, written twice.
                DeadLetterSamples.record(4, reason: .notJSON, age: 40),
            ])
            func names(_ offsets: Int64...) -> [String] { offsets.map(DeadLetterSamples.name) }
            func ago(_ seconds: TimeInterval) -> String { RunningConsole.now.addingTimeInterval(-seconds).rfc3339 }
            #expect(try await listed(console) == names(4, 3, 2, 1))
            #expect(try await listed(console, "?accountId=42&reason=invalid_value") == names(3, 1))
            #expect(try await listed(console, "?classId=311") == names(3))
            #expect(try await listed(console, "?since=\(ago(200))&until=\(ago(50))") == names(3, 2))
            #expect(try await listed(console, "?since=2030-01-01").isEmpty)
            let first = try await call(console, .get, "?limit=3")
            #expect(first["total"] as? Int == 4 && first.list("deadLetters").count == 3)
            let next = try #require(first["next"] as? String)
            // What comes meanwhile moves nothing.
            console.reader.append([DeadLetterSamples.record(9, age: 1)])
            let last = try await call(console, .get, "?limit=3&from=\(next)")
            #expect(last.list("deadLetters").map { $0["letter"] as? String } == names(1))
            #expect(last["next"] is NSNull)
        }
    }

    @Test func aLetterIsShownWithoutWhatItsProducerHasWritten() async throws {
        try await RunningConsole.serving { console in
            console.reader.append([
                DeadLetterSamples.record(
                    7, headers: ["ce_type": "com.kartra.booking.v1", "x-lead": DeadLetterSamples.secret])
            ])
            let letter = try await call(console, .get, "/\(DeadLetterSamples.name(7))")
            #expect(letter.status == 200)
            #expect(letter["topic"] as? String == "t.kartra.appointments")
            #expect(letter["partition"] as? Int == 3 && letter["offset"] as? Int == 7)
            #expect(letter["state"] as? String == "open" && letter["reason"] as? String == "invalid_value")
            #expect(letter["field"] as? String == "sessions[0].startsAt")
            #expect(letter["detail"] as? String == "is not a local time <b>")
            #expect(letter["accountId"] as? String == "42" && letter["classId"] as? String == "310")
            #expect(letter["standsAt"] as? String == "t.calsync.dead-letters-0-7")
            #expect(letter["keyBytes"] as? Int == 9)
            #expect(letter.list("headers").map { $0["value"] as? String } == ["com.kartra.booking.v1", nil])
            #expect(letter.list("headers").last?["bytes"] as? Int == 7)
            #expect(!letter.text.contains(DeadLetterSamples.secret))
            #expect(try await !call(console, .get, "").text.contains(DeadLetterSamples.secret))
        }
    }

    @Test func whatIsReplayedIsSentAsItCameAndIsNotOpenAnyMore() async throws {
        try await RunningConsole.serving { console in
            let records = (1...3).map { DeadLetterSamples.record($0, headers: ["x": "y"]) }
            console.reader.append(records)
            let body = #"{"letters":["\#(DeadLetterSamples.name(1))","\#(DeadLetterSamples.name(2))"]"#
            let rehearsed = try await call(console, .post, "/replay", body + #","dryRun":true}"#)
            #expect(rehearsed["remaining"] as? Int == 2 && rehearsed["done"] as? Int == 0)
            #expect(rehearsed["dryRun"] as? Bool == true)
            #expect(console.producer.records.isEmpty)
            let done = try await call(console, .post, "/replay", body + "}")
            #expect(done["done"] as? Int == 2 && done["remaining"] as? Int == 0)
            let sent = console.producer.records
            #expect(sent.map(\.topic) == ["t.kartra.appointments", "t.kartra.appointments"])
            #expect(sent.map(\.value) == records.prefix(2).map(\.value))
            #expect(sent.map(\.headers) == [["x": "y"], ["x": "y"]])
            #expect(sent.map(\.timestampMilliseconds) == [1_795_000_000_000, 1_795_000_000_000])
            #expect(try await listed(console) == [DeadLetterSamples.name(3)])
            #expect(try await listed(console, "?ended=true").count == 3)
            // One of them is not open: nothing is done.
            let again = try await call(
                console, .post, "/replay",
                #"{"letters":["\#(DeadLetterSamples.name(3))","\#(DeadLetterSamples.name(1))"]}"#)
            #expect(again.status == 404 && again.errorCode == "unknown_letter")
            #expect(console.producer.records.count == 2)
            let state = try await call(console, .get, "/\(DeadLetterSamples.name(1))")["state"] as? String
            #expect(state == "replayed")
        }
    }

    @Test func manyTakeMoreThanOneCall() async throws {
        try await RunningConsole.serving { console in
            console.reader.append((1...700).map { DeadLetterSamples.record($0, account: $0 > 600 ? "43" : "42") })
            let body = #"{"filter":{"accountId":"42"}}"#
            let first = try await call(console, .post, "/replay", body)
            #expect(first["done"] as? Int == 500 && first["remaining"] as? Int == 100)
            #expect(
                console.producer.records.map(\.value) == Array(repeating: DeadLetterSamples.record(1).value, count: 500)
            )
            let second = try await call(console, .post, "/replay", body)
            #expect(second["done"] as? Int == 100 && second["remaining"] as? Int == 0)
            let rest = try await call(console, .post, "/discard", #"{"all":true}"#)
            #expect(rest["done"] as? Int == 100)
            #expect(try await listed(console).isEmpty)
            #expect(console.producer.records.count == 600)
        }
    }

    @Test func whereTheBrokerFailsTheRestStaysOpen() async throws {
        try await RunningConsole.serving { console in
            console.reader.append((1...3).map { DeadLetterSamples.record($0) })
            console.producer.behaviour = .refuseKeys(["\(DeadLetterSamples.secret)-2"])
            let failed = try await call(console, .post, "/replay", #"{"all":true}"#)
            #expect(failed.status == 503 && failed.errorCode == "broker_unavailable")
            #expect(try await listed(console).sorted() == [DeadLetterSamples.name(2), DeadLetterSamples.name(3)])
            console.reader.vanish()
            #expect(try await call(console, .get, "").status == 503)
        }
    }

    @Test(arguments: [
        ("{}", "letters"), (#"{"all":false}"#, "letters"), (#"{"letters":[]}"#, "letters"),
        (#"{"letters":["7"]}"#, "letters[0]"), (#"{"filter":{}}"#, "letters"),
        (#"{"filter":{"acountId":"42"}}"#, "filter"), (#"{"filter":{"since":"today"}}"#, "filter.since"),
        (#"{"filter":{"reason":null}}"#, "filter.reason"), (#"{"all":"yes"}"#, "all"),
        (#"{"all":true,"dryRun":1}"#, "dryRun"),
    ])
    func whatDoesNotSayWhichAreMeantIsRefused(body: String, field: String) async throws {
        try await RunningConsole.serving { console in
            console.reader.append([DeadLetterSamples.record(1)])
            for path in ["/replay", "/discard"] {
                let answer = try await call(console, .post, path, body)
                #expect(answer.status == 422 && answer.errorField == field, "\(answer.text)")
            }
            #expect(try await listed(console).count == 1)
        }
    }

    @Test(arguments: [("limit=0", "limit"), ("from=x", "from"), ("since=x", "since"), ("ended=1", "ended")])
    func whatCannotBeAskedIsRefusedByName(query: String, field: String) async throws {
        try await RunningConsole.serving { console in
            let answer = try await call(console, .get, "?\(query)")
            #expect(answer.status == 422 && answer.errorField == field)
            for name in ["nothing", "t-1-x", DeadLetterSamples.name(1)] {
                #expect(try await call(console, .get, "/\(name)").errorCode == "unknown_letter")
            }
            #expect(try await call(console, .get, "/replay").status == 405)
        }
    }
}
