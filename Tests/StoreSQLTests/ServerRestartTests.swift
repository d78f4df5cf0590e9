import CalendarSync
import Foundation
import Testing
import TestSupport

@testable import StoreSQL

/// A server of its own, since it goes away and comes back.
@Suite struct ServerRestartTests {
    private static let workers = 16
    /// How long the store keeps a caller waiting for a server that is away.
    private static let patience = Duration.seconds(5)

    @Test(arguments: ["restart", "kill"]) func nothingThatReturnedIsLostAndWorkGoesOn(how: String) async throws {
        try await RestartableServer.run { server in
            let store = try await openStore(url: server.url)
            let tally = Tally()
            let downtime = try await withThrowingTaskGroup(of: Void.self) { group in
                // They go on until then, whatever is thrown here.
                defer { tally.stop() }
                for worker in 0..<Self.workers {
                    group.addTask { try await Self.save(worker, store, tally) }
                }
                try #require(await eventually { tally.saved.count > 100 })
                let downtime = try await ContinuousClock().measure {
                    try await server.act(how)
                    if how == "kill" { try await server.act("start") }
                }
                let atReturn = tally.saved.count
                let goesOn = await eventually { tally.saved.count > atReturn + 200 }
                tally.stop()
                try await group.waitForAll()
                #expect(goesOn)
                return downtime
            }
            // Those that were under way when the server went, those that waited for it too long, and no more.
            #expect(tally.failures.count <= Self.workers * (1 + Int(downtime / Self.patience)))
            for failure in tally.failures {
                guard case StoreError.unavailable(let text) = failure else {
                    Issue.record(failure)
                    continue
                }
                #expect(text.hasPrefix("PostgreSQL"))
                #expect(!text.contains("calsync-tests"))
            }
            for id in tally.saved { #expect(try await store.booking(accountId: "42", subscriptionId: id) != nil) }
            await store.close()
        }
    }

    @Test func readsAndTransactionsAreCarriedOverARestart() async throws {
        try await RestartableServer.run { server in
            let store = try await openStore(url: server.url)
            let feed = Sample.feed()
            try await store.ensure(feed)
            let lease = try #require(
                try await store.lease(feedId: feed.id, holder: "a", now: Sample.start, until: Sample.time(30)))
            try await server.act("restart")
            // The connections are found to be dead before anything is sent.
            #expect(try await store.feed(id: feed.id) == feed)
            try await server.act("restart")
            try await store.apply(store: [Sample.block("e")], forget: [], under: lease)
            try await server.act("restart")
            try await store.save(Sample.booking("9001"))
            #expect(try await store.blocks(of: Sample.key, feedId: feed.id, sourceIds: ["e"]) == [Sample.block("e")])
            await store.close()
        }
    }

    @Test func aStoreCannotBeOpenedWhileTheServerIsAwayAndCanAfterwards() async throws {
        try await RestartableServer.run { server in
            try await server.act("stop")
            await #expect(throws: StoreError.unavailable("PostgreSQL: no server listens at the socket")) {
                _ = try await openStore(url: server.url)
            }
            try await server.act("start")
            let store = try await openStore(url: server.url)
            try await store.checkHealth()
            try await server.act("stop")
            await #expect(throws: StoreError.unavailable("PostgreSQL: no server listens at the socket")) {
                try await store.checkHealth()
            }
            // Does not wait for the server.
            await store.close()
        }
    }

    private static func save(_ worker: Int, _ store: SQLStore, _ tally: Tally) async throws {
        var number = 0
        while !tally.isStopped {
            number += 1
            let id = "\(worker)-\(number)"
            do {
                try await store.save(Sample.booking(id))
                tally.save(id)
            } catch {
                tally.fail(error)
            }
        }
    }
}
