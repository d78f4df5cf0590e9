import CalendarSync
import Foundation
import Kartra
import OutboundHTTP
import Synchronization
import Testing

@Suite struct BusyBlockBatchTests {
    private typealias Script = @Sendable (ScriptedKartra.Call) async throws -> ScriptedKartra.Answer

    private func client(
        _ http: HTTPClient, _ baseURL: String, clock: TestClock = TestClock()
    ) -> KartraBusyBlockClient {
        KartraBusyBlockClient(http: http, baseURL: baseURL, token: "secret-token", clock: clock)
    }

    @Test func fourChangesGoAsOneBatch() async throws {
        try await ScriptedKartra.run({ try BatchCall($0).answer { $0.op == "delete" ? 204 : 200 } }) {
            server, baseURL, http in
            let blocks = Sample.blocks(4)
            let made = try await client(http, baseURL).apply(upserts: Array(blocks[0...2]), removals: [blocks[3]])
            #expect(made == 1)
            #expect(server.calls.map(\.method) == ["POST"])
            #expect(server.calls.map(\.target) == ["/v1/calendars/77/classes/310/busy-blocks:batch"])
            let items = try BatchCall(try #require(server.calls.first)).items
            #expect(items.map(\.blockId) == blocks.map(\.blockId))
            #expect(items.map(\.op) == ["upsert", "upsert", "upsert", "delete"])
            #expect(items[0].startsAt == "2026-12-11T09:00:00-07:00" && items[0].endsAt == "2026-12-11T10:00:00-07:00")
            #expect(items[0].allDay == false && items[0].timeZone == "America/Denver" && items[0].origin == "google")
            #expect(items[3].startsAt == nil && items[3].origin == nil)
        }
    }

    @Test func aBatchHoldsNoMoreThanKartraTakes() async throws {
        try await ScriptedKartra.run({ try BatchCall($0).answer { _ in 200 } }) { server, baseURL, http in
            let blocks = Sample.blocks(1_201)
            let made = try await client(http, baseURL).apply(upserts: blocks, removals: [])
            #expect(made == 3)
            let batches = try server.calls.map { try BatchCall($0).blockIds }
            #expect(batches.map(\.count) == [500, 500, 201])
            #expect(batches.flatMap(\.self) == blocks.map(\.blockId))
        }
    }

    @Test func onlyItemsThatFailedForNowAreSentAgain() async throws {
        let blocks = Sample.blocks(6)
        let rounds = Mutex(0)
        let script: Script = { call in
            let round = rounds.withLock { rounds in
                rounds += 1
                return rounds
            }
            return try BatchCall(call).answer { item in
                switch (item.blockId, round) {
                case (blocks[1].blockId, 1): 429
                case (blocks[4].blockId, 1), (blocks[4].blockId, 2): 503
                default: 200
                }
            }
        }
        let clock = TestClock()
        try await ScriptedKartra.run(script) { server, baseURL, http in
            let made = try await client(http, baseURL, clock: clock).apply(upserts: blocks, removals: [])
            #expect(made == 3)
            #expect(
                try server.calls.map { try BatchCall($0).blockIds } == [
                    blocks.map(\.blockId), [blocks[1].blockId, blocks[4].blockId], [blocks[4].blockId],
                ])
        }
        #expect(clock.sleeps == [.milliseconds(250), .milliseconds(500)], "it waits between the attempts")
    }

    @Test func itemsThatGoOnFailingAreTheCallersToRetry() async throws {
        let bad = Sample.blocks(5)[2].blockId
        try await ScriptedKartra.run({ try BatchCall($0).answer { $0.blockId == bad ? 500 : 200 } }) {
            server, baseURL, http in
            await #expect(throws: BlockWriteError.retriable(reason: "500 item_500", after: nil)) {
                try await client(http, baseURL).apply(upserts: Sample.blocks(5), removals: [])
            }
            #expect(server.calls.count == 3)
        }
    }

    @Test func anItemThatIsRefusedIsToldAfterTheOthersAreDone() async throws {
        let blocks = Sample.blocks(502)
        let script: Script = { try BatchCall($0).answer { $0.blockId == blocks[2].blockId ? 422 : 200 } }
        try await ScriptedKartra.run(script) { server, baseURL, http in
            await #expect(throws: BlockWriteError.permanent(reason: "422 item_422", blocks: [blocks[2].blockId])) {
                try await client(http, baseURL).apply(upserts: blocks, removals: [])
            }
            let sizes = try server.calls.map { try BatchCall($0).items.count }
            #expect(sizes == [500, 2])
        }
    }

    @Test func refusedCredentialsOfAnItemAreToldFirst() async throws {
        let blocks = Sample.blocks(4)
        let statuses = [403, 401, 500, 200]
        let script: Script = { call in
            try BatchCall(call).answer { item in
                zip(blocks, statuses).first { $0.0.blockId == item.blockId }?.1 ?? 200
            }
        }
        try await ScriptedKartra.run(script) { _, baseURL, http in
            await #expect(throws: BlockWriteError.unauthorized(reason: "401 item_401")) {
                try await client(http, baseURL).apply(upserts: blocks, removals: [])
            }
        }
    }

    @Test func anItemThatIsGoneNeedsNoRemoval() async throws {
        try await ScriptedKartra.run({ try BatchCall($0).answer { _ in 404 } }) { _, baseURL, http in
            let made = try await client(http, baseURL).apply(upserts: [], removals: Sample.blocks(4))
            #expect(made == 1)
            let blocks = Sample.blocks(4)
            await #expect(
                throws: BlockWriteError.permanent(reason: "404 item_404", blocks: Set(blocks.map(\.blockId)))
            ) { try await client(http, baseURL).apply(upserts: blocks, removals: []) }
        }
    }

    @Test(arguments: [404, 410]) func ofAClassThatIsGoneOnlyWhatIsToBeWrittenIsRefused(status: Int) async throws {
        try await ScriptedKartra.run({ _ in .init(status: status) }) { server, baseURL, http in
            let blocks = Sample.blocks(6)
            let made = try await client(http, baseURL).apply(upserts: [], removals: blocks)
            #expect(made == 1)
            await #expect(
                throws: BlockWriteError.permanent(
                    reason: "\(status)", blocks: [blocks[0].blockId, blocks[1].blockId])
            ) { try await client(http, baseURL).apply(upserts: Array(blocks[..<2]), removals: Array(blocks[2...])) }
            #expect(server.calls.map(\.method) == ["POST", "POST"])
        }
    }

    @Test(arguments: [403, 422])
    func aBatchThatIsRefusedAsAWholeIsRefusedForEachOfItsBlocks(status: Int) async throws {
        try await ScriptedKartra.run({ _ in .init(status: status) }) { _, baseURL, http in
            await #expect(throws: BlockWriteError.permanent(reason: "\(status)", blocks: nil)) {
                try await client(http, baseURL).apply(upserts: Sample.blocks(2), removals: Sample.blocks(4))
            }
        }
    }

    @Test func anItemWithoutAnswerIsSentAgain() async throws {
        let rounds = Mutex(0)
        let script: Script = { call in
            let isFirst = rounds.withLock { rounds in
                rounds += 1
                return rounds == 1
            }
            return isFirst ? .init(status: 200, body: #"{"items":[]}"#) : try BatchCall(call).answer { _ in 200 }
        }
        try await ScriptedKartra.run(script) { server, baseURL, http in
            let made = try await client(http, baseURL).apply(upserts: Sample.blocks(4), removals: [])
            #expect(made == 2)
        }
    }

    @Test func aBatchThatFailsAsAWholeIsTheCallersToRetry() async throws {
        try await ScriptedKartra.run({ _ in .init(status: 503, retryAfter: "9") }) { server, baseURL, http in
            await #expect(throws: BlockWriteError.retriable(reason: "503", after: .seconds(9))) {
                try await client(http, baseURL).apply(upserts: Sample.blocks(1_000), removals: [])
            }
            #expect(server.calls.count == 1)
        }
        try await ScriptedKartra.run({ _ in .init(status: 200, body: "<html>") }) { _, baseURL, http in
            await #expect(throws: BlockWriteError.retriable(reason: "unreadable answer", after: nil)) {
                try await client(http, baseURL).apply(upserts: Sample.blocks(4), removals: [])
            }
        }
    }
}
