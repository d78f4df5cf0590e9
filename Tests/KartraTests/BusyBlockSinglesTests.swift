import CalendarSync
import Foundation
import Kartra
import OutboundHTTP
import Synchronization
import Testing

@Suite struct BusyBlockSinglesTests {
    private func client(_ http: HTTPClient, _ baseURL: String) -> KartraBusyBlockClient {
        KartraBusyBlockClient(
            http: http, baseURL: baseURL, token: "secret-token", clock: TestClock(),
            now: { Date(timeIntervalSince1970: 784_111_777) })
    }

    /// Of the one block that was to be written.
    private static func refusal(_ reason: String) -> BlockWriteError {
        .permanent(reason: reason, blocks: [Sample.block("e").blockId])
    }

    private func error(
        ofAnswer answer: ScriptedKartra.Answer, upserts: [BusyBlock] = [Sample.block("e")], removals: [BusyBlock] = []
    ) async throws -> BlockWriteError? {
        var caught: BlockWriteError?
        try await ScriptedKartra.run({ _ in answer }) { _, baseURL, http in
            do {
                try await client(http, baseURL).apply(upserts: upserts, removals: removals)
            } catch let error as BlockWriteError {
                caught = error
            }
        }
        return caught
    }

    @Test func aBlockIsPutWithItsTimesInItsZone() async throws {
        try await ScriptedKartra.run({ _ in .init(status: 200, body: "{}") }) { server, baseURL, http in
            let block = Sample.block("e", allDay: true)
            #expect(try await client(http, baseURL + "/").apply(upserts: [block], removals: []) == 1)
            let call = try #require(server.calls.first)
            #expect(call.method == "PUT")
            #expect(call.target == "/v1/calendars/77/classes/310/busy-blocks/\(block.blockId)")
            #expect(call.authorization == "Bearer secret-token")
            #expect(call.contentType == "application/json")
            #expect(
                String(decoding: call.body, as: UTF8.self) == """
                    {"allDay":true,"endsAt":"2026-12-11T10:00:00-07:00","origin":"google",\
                    "startsAt":"2026-12-11T09:00:00-07:00","timeZone":"America/Denver"}
                    """)
        }
    }

    @Test func aBlockIsDeletedWithoutABody() async throws {
        try await ScriptedKartra.run({ _ in .init(status: 204) }) { server, baseURL, http in
            let block = Sample.block("e")
            let made = try await client(http, baseURL).apply(upserts: [], removals: [block])
            #expect(made == 1)
            let call = try #require(server.calls.first)
            #expect(call.method == "DELETE" && call.body.isEmpty && call.contentType == nil)
            #expect(call.target == "/v1/calendars/77/classes/310/busy-blocks/\(block.blockId)")
        }
    }

    @Test func threeChangesGoAtOnce() async throws {
        let arrived = Mutex(0)
        let script: @Sendable (ScriptedKartra.Call) async throws -> ScriptedKartra.Answer = { _ in
            arrived.withLock { $0 += 1 }
            // None is answered before all have come.
            while arrived.withLock({ $0 }) < 3 { try await Task.sleep(for: .milliseconds(1)) }
            return .init(status: 200, body: "{}")
        }
        try await ScriptedKartra.run(script) { server, baseURL, http in
            let calls = try await client(http, baseURL).apply(
                upserts: Sample.blocks(2), removals: [Sample.block("gone")])
            #expect(calls == 3)
            #expect(server.calls.map(\.method).sorted() == ["DELETE", "PUT", "PUT"])
        }
    }

    @Test func callsOfAllKindsShareOneBudget() async throws {
        let clock = TestClock(advances: false)
        try await ScriptedKartra.run({ _ in .init(status: 404) }) { server, baseURL, http in
            let client = KartraBusyBlockClient(
                http: http, baseURL: baseURL, token: "secret-token", callsPerSecond: 1, clock: clock)
            try await client.apply(upserts: [], removals: Sample.blocks(2))
            _ = try await client.calendars(accountId: "42")
            #expect(server.calls.count == 3)
        }
        // The first goes at once; the others would have waited their second each.
        #expect(clock.sleeps.sorted() == [.seconds(1), .seconds(2)])
    }

    @Test func noChangeIsNoCall() async throws {
        try await ScriptedKartra.run({ _ in .init(status: 500) }) { server, baseURL, http in
            let made = try await client(http, baseURL).apply(upserts: [], removals: [])
            #expect(made == 0)
            #expect(server.calls.isEmpty)
        }
    }

    @Test func eachClassHasItsOwnPathAndIdsAreEncoded() async throws {
        try await ScriptedKartra.run({ _ in .init(status: 200, body: "{}") }) { server, baseURL, http in
            let odd = Sample.block("e", link: Sample.link(classId: "a/b ü?", calendarId: ".."))
            try await client(http, baseURL).apply(upserts: [odd, Sample.block("e")], removals: [])
            #expect(
                Set(server.calls.map { $0.target.replacing(/\/[^\/]*$/, with: "") }) == [
                    "/v1/calendars/%2E%2E/classes/a%2Fb%20%C3%BC%3F/busy-blocks",
                    "/v1/calendars/77/classes/310/busy-blocks",
                ])
        }
    }

    @Test(arguments: [404, 410]) func whatIsGoneNeedsNoRemoval(status: Int) async throws {
        #expect(
            try await error(ofAnswer: .init(status: status), upserts: [], removals: [Sample.block("e")]) == nil)
        #expect(try await error(ofAnswer: .init(status: status)) == Self.refusal("\(status)"))
    }

    @Test func refusedCredentialsAreAnOperatorsMatter() async throws {
        #expect(try await error(ofAnswer: .init(status: 401)) == .unauthorized(reason: "401"))
    }

    /// 403 among them: of one calendar, where the token is good for others.
    @Test(arguments: [302, 400, 403, 409, 413, 422, 501]) func otherRefusalsAreForGood(status: Int) async throws {
        #expect(try await error(ofAnswer: .init(status: status)) == Self.refusal("\(status)"))
    }

    @Test(arguments: [408, 429, 500, 502, 503, 504]) func overloadAndFaultsMayPass(status: Int) async throws {
        #expect(try await error(ofAnswer: .init(status: status)) == .retriable(reason: "\(status)", after: nil))
    }

    @Test(arguments: [("7", 7), ("Sun, 06 Nov 1994 08:49:47 GMT", 10)])
    func kartrasWishForAPauseIsHandedOn(retryAfter: String, seconds: Int) async throws {
        let failure = try await error(ofAnswer: .init(status: 429, retryAfter: retryAfter))
        #expect(failure == .retriable(reason: "429", after: .seconds(seconds)))
    }

    @Test func theReasonHoldsCodeAndFieldAndNoMessage() async throws {
        let problem = #"{"error":{"code":"invalid_time","message":"Ana Lopez is busy","field":"items[0].endsAt"}}"#
        #expect(
            try await error(ofAnswer: .init(status: 422, body: problem))
                == Self.refusal("422 invalid_time (items[0].endsAt)"))
        let talkative = #"{"error":{"code":"Ana Lopez is busy","message":""}}"#
        #expect(
            try await error(ofAnswer: .init(status: 503, body: talkative)) == .retriable(reason: "503 ?", after: nil))
    }

    @Test func oneRefusalDoesNotKeepTheOthersFromBeingSent() async throws {
        let blocks = Sample.blocks(3)
        let script: @Sendable (ScriptedKartra.Call) async throws -> ScriptedKartra.Answer = { call in
            if call.target.hasSuffix(blocks[0].blockId) { return .init(status: 422) }
            return call.target.hasSuffix(blocks[1].blockId)
                ? .init(status: 503, retryAfter: "2") : .init(status: 200, body: "{}")
        }
        try await ScriptedKartra.run(script) { server, baseURL, http in
            // What may still succeed is told first: after the retry only the refusal is left.
            await #expect(throws: BlockWriteError.retriable(reason: "503", after: .seconds(2))) {
                try await client(http, baseURL).apply(upserts: blocks, removals: [])
            }
            #expect(server.calls.count == 3)
        }
    }

    @Test func aServerThatIsNotThereMayComeBack() async throws {
        let http = try HTTPClient()
        // Port 1 is nobody's.
        await #expect(throws: BlockWriteError.retriable(reason: "could not connect", after: nil)) {
            try await client(http, "http://127.0.0.1:1").apply(upserts: [Sample.block("e")], removals: [])
        }
        await #expect(throws: Self.refusal("invalid URL")) {
            try await client(http, "ftp://127.0.0.1").apply(upserts: [Sample.block("e")], removals: [])
        }
        await http.shutdown()
    }

    @Test func aCancelledCallIsNoFailureOfKartra() async throws {
        let script: @Sendable (ScriptedKartra.Call) async throws -> ScriptedKartra.Answer = { _ in
            try await Task.sleep(for: .seconds(60))
            return .init(status: 200)
        }
        try await ScriptedKartra.run(script) { server, baseURL, http in
            let client = client(http, baseURL)
            let task = Task { try await client.apply(upserts: [Sample.block("e")], removals: []) }
            let deadline = ContinuousClock.now + .seconds(20)
            while server.calls.isEmpty, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(1)) }
            task.cancel()
            await #expect(throws: CancellationError.self) { _ = try await task.value }
        }
    }
}
