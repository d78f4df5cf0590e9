import CalendarSync
import Foundation
import Testing

@testable import StoreSQL

/// Two stores on one database, as two machines have: PostgreSQL runs their writes at once, where SQLite has one writer.
@Suite struct ContentionTests {
    @Test func ofTwoStoresSaversOneWinsEachRound() async throws {
        try await withTwoStores { stores in
            for round in 0..<20 as Range<Int64> {
                let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for saver in 0..<16 {
                        group.addTask {
                            var state = Sample.booking("9001")
                            state.revision = round
                            state.lastEventId = "\(round)-\(saver)"
                            do {
                                return try await stores[saver % 2].save(state) == round + 1
                            } catch StoreError.conflict {
                                return false
                            }
                        }
                    }
                    return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                }
                #expect(wins == 1)
            }
        }
    }

    @Test func aLeaseHasOneHolderAtATimeAndRisingFences() async throws {
        try await withTwoStores { stores in
            let feed = Sample.feed()
            try await stores[0].ensure(feed)
            var fences: [Int64] = []
            for round in 0..<20 {
                let now = Sample.time(Double(round) * 60)
                let leases = try await withThrowingTaskGroup(of: FeedLease?.self) { group in
                    for worker in 0..<12 {
                        group.addTask {
                            try await stores[worker % 2].lease(
                                feedId: feed.id, holder: "\(round)-\(worker)", now: now,
                                until: now.addingTimeInterval(30))
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }.compactMap(\.self)
                #expect(leases.count == 1)
                fences += leases.map(\.fence)
            }
            #expect(fences == fences.sorted() && Set(fences).count == fences.count)
        }
    }

    /// The other worker waits for the row that `apply` holds, and then knows that it came first; never do both write.
    @Test func whatIsAppliedUnderALeaseIsDoneBeforeAnotherHasIt() async throws {
        try await withTwoStores { stores in
            let feed = Sample.feed()
            try await stores[0].ensure(feed)
            for round in 0..<20 {
                let now = Sample.time(Double(round) * 60)
                let old = try #require(
                    try await stores[0].lease(
                        feedId: feed.id, holder: "old \(round)", now: now, until: now.addingTimeInterval(30)))
                let blocks = (0..<40).map { Sample.block("\(round)-\($0)") }
                async let applied = Self.apply(blocks, old, stores[0])
                let taken = try await stores[1].lease(
                    feedId: feed.id, holder: "new \(round)", now: old.until, until: old.until.addingTimeInterval(15))
                let atHandOver = try await stores[1].blocks(of: Sample.key, feedId: feed.id).count
                #expect(taken != nil)
                let done = try await applied
                let after = try await stores[1].blocks(of: Sample.key, feedId: feed.id).count
                #expect(atHandOver == after, "nothing of the old holder comes after the new one has the lease")
                #expect(after == (done ? 40 : 0))
                let new = try #require(taken)
                try await stores[1].apply(
                    store: [], forget: try await stores[1].blocks(of: Sample.key, feedId: feed.id), under: new)
            }
        }
    }

    /// The blocks of a class that moves between integrations have the same ids under both feeds.
    @Test func twoFeedsThatWriteTheSameBlocksInOppositeOrderBothSucceed() async throws {
        try await withTwoStores { stores in
            let links = [Sample.link(), Sample.link(integrationId: "int-2")]
            let feeds = [
                Sample.feed(),
                Feed(accountId: "42", integrationId: "int-2", googleCalendarId: "host@example.com"),
            ]
            var leases: [FeedLease] = []
            for feed in feeds {
                try await stores[0].ensure(feed)
                let lease = try await stores[0].lease(
                    feedId: feed.id, holder: "a", now: Sample.start, until: Sample.time(30))
                leases.append(try #require(lease))
            }
            let held = leases
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<2 {
                    group.addTask {
                        var blocks = (0..<60).map { Sample.block("\($0)", link: links[index]) }
                        if index == 1 { blocks.reverse() }
                        for _ in 0..<15 {
                            try await stores[index].apply(store: blocks, forget: [], under: held[index])
                        }
                    }
                }
                try await group.waitForAll()
            }
            let counts = [
                try await stores[0].blocks(of: Sample.key, feedId: feeds[0].id).count,
                try await stores[0].blocks(of: Sample.key, feedId: feeds[1].id).count,
            ]
            #expect(counts.sorted() == [0, 60])
        }
    }

    @Test func anAuthorizationIsTakenOnce() async throws {
        try await withTwoStores { stores in
            for round in 0..<20 {
                try await stores[0].begin(Sample.authorization(state: "\(round)", expiresAt: Sample.time(60)))
                try await stores[1].begin(Sample.authorization(state: "old \(round)", expiresAt: Sample.start))
                let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for taker in 0..<8 {
                        group.addTask {
                            try await stores[taker % 2].takeAuthorization(state: "\(round)", now: Sample.time(1)) != nil
                        }
                    }
                    return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                }
                #expect(taken == 1)
            }
        }
    }

    private static func apply(_ blocks: [StoredBlock], _ lease: FeedLease, _ store: SQLStore) async throws -> Bool {
        do {
            try await store.apply(store: blocks, forget: [], under: lease)
            return true
        } catch StoreError.fenced {
            return false
        }
    }

    private func withTwoStores(_ body: ([SQLStore]) async throws -> Void) async throws {
        try await Backend.postgresql.withURL { url in
            let stores = [try await openStore(url: url), try await openStore(url: url)]
            try await body(stores)
            for store in stores { await store.close() }
        }
    }
}
