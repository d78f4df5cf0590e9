import CalendarSync
import Foundation
import Testing

@Suite struct FeedStoreTests {
    @Test(arguments: Backend.allCases) func ensuringAFeedStoresItOnceAndOnlyBringsItForward(
        backend: Backend
    ) async throws {
        try await backend.withStore { store in
            let feed = Sample.feed(dueAt: Sample.time(60))
            #expect(try await store.feed(id: feed.id) == nil)
            try await store.ensure(feed)
            #expect(try await store.feed(id: feed.id) == feed)

            var other = feed
            other.syncToken = "not to be stored"
            for (dueAt, expected) in [(90.0, 60.0), (nil, 60), (30, 30)] {
                other.dueAt = dueAt.map(Sample.time)
                try await store.ensure(other)
                #expect(try await store.feed(id: feed.id)?.dueAt == Sample.time(expected))
            }
            #expect(try await store.feed(id: feed.id)?.syncToken == nil)
        }
    }

    @Test(arguments: Backend.allCases) func aFeedThatNobodyWantsBecomesDueWhenEnsured(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.ensure(Sample.feed())
            #expect(try await store.feeds(dueBy: .distantFuture, limit: 9).isEmpty)
            try await store.ensure(Sample.feed(dueAt: Sample.start))
            #expect(try await store.feeds(dueBy: Sample.start, limit: 9) == [Sample.feed(dueAt: Sample.start)])
        }
    }

    @Test(arguments: Backend.allCases) func dueFeedsComeLongestOverdueFirst(backend: Backend) async throws {
        try await backend.withStore { store in
            for (name, due) in [("c", 3.0), ("a", 1), ("b", 2), ("later", 11)] {
                try await store.ensure(Sample.feed(name, dueAt: Sample.time(due)))
            }
            let due = try await store.feeds(dueBy: Sample.time(10), limit: 9)
            #expect(due.map(\.googleCalendarId) == ["a", "b", "c"])
            #expect(try await store.feeds(dueBy: Sample.time(10), limit: 2).map(\.googleCalendarId) == ["a", "b"])

            try await store.postpone(feedId: due[0].id, until: Sample.time(20))
            #expect(try await store.feeds(dueBy: Sample.time(10), limit: 9).map(\.googleCalendarId) == ["b", "c"])
            #expect(try await store.feed(id: due[0].id)?.dueAt == Sample.time(20))
        }
    }

    @Test(arguments: Backend.allCases) func manyFeedsAreReadAtOnce(backend: Backend) async throws {
        try await backend.withLeasedFeed { store, feed, lease in
            var read = feed
            read.lastSyncedAt = Sample.time(1.25)
            try await store.save(read, under: lease)
            let others = (0..<70).map { Sample.feed("\($0)@example.com", dueAt: Sample.time(TimeInterval($0))) }
            for other in others { try await store.ensure(other) }
            let wanted = Set([read.id, "unknown"] + others.prefix(66).map(\.id))
            let found = try await store.feeds(ids: wanted)
            #expect(found.count == 67)
            #expect(found[read.id] == read)
            #expect(found[others[65].id] == others[65])
            #expect(try await store.feeds(ids: []).isEmpty)
        }
    }

    @Test(arguments: Backend.allCases) func aLeaseIsHeldUntilItRunsOut(backend: Backend) async throws {
        try await backend.withStore { store in
            let feedId = Sample.feed().id
            let until = Sample.time(30)
            func lease(_ holder: String, at now: Date) async throws -> FeedLease? {
                try await store.lease(feedId: feedId, holder: holder, now: now, until: now.addingTimeInterval(30))
            }
            #expect(try await lease("a", at: Sample.start) == nil, "there is no such feed")
            try await store.ensure(Sample.feed())

            let first = try #require(try await lease("a", at: Sample.start))
            #expect(first == FeedLease(feedId: feedId, holder: "a", fence: first.fence, until: until))
            #expect(try await lease("b", at: until.addingTimeInterval(-0.001)) == nil)
            let second = try #require(try await lease("b", at: until))
            #expect(second.fence > first.fence)
            await #expect(throws: StoreError.fenced) { try await store.renew(first, until: Sample.time(90)) }
        }
    }

    @Test(arguments: Backend.allCases) func takingTheLeaseAgainFencesTheHoldersOwnOlderWork(
        backend: Backend
    ) async throws {
        try await backend.withLeasedFeed { store, feed, first in
            let second = try #require(
                try await store.lease(feedId: feed.id, holder: first.holder, now: Sample.start, until: Sample.time(30)))
            #expect(second.fence > first.fence)
            await #expect(throws: StoreError.fenced) { try await store.save(feed, under: first) }
            try await store.save(feed, under: second)
        }
    }

    @Test(arguments: Backend.allCases) func aRenewedLeaseHoldsLonger(backend: Backend) async throws {
        try await backend.withLeasedFeed { store, feed, lease in
            let renewed = try await store.renew(lease, until: Sample.time(90))
            #expect(renewed.fence == lease.fence && renewed.until == Sample.time(90))
            let now = lease.until.addingTimeInterval(1)
            #expect(
                try await store.lease(feedId: feed.id, holder: "b", now: now, until: Sample.time(120)) == nil)
        }
    }

    @Test(arguments: Backend.allCases) func aReleasedLeaseIsFreeAndGivesNoMoreRights(backend: Backend) async throws {
        try await backend.withLeasedFeed { store, feed, lease in
            try await store.release(lease)
            await #expect(throws: StoreError.fenced) { try await store.save(feed, under: lease) }
            let next = try #require(
                try await store.lease(feedId: feed.id, holder: "b", now: Sample.start, until: Sample.time(30)))
            #expect(next.fence > lease.fence)
            // The one before does not take it from its new holder.
            try await store.release(lease)
            try await store.save(feed, under: next)
        }
    }

    @Test(arguments: Backend.allCases) func ofManyWorkersOneTakesTheLease(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.ensure(Sample.feed())
            let leases = try await withThrowingTaskGroup(of: FeedLease?.self) { group in
                for worker in 0..<100 {
                    group.addTask {
                        try await store.lease(
                            feedId: Sample.feed().id, holder: "\(worker)", now: Sample.start, until: Sample.time(30))
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(leases.compactMap(\.self).count == 1)
        }
    }

    @Test(arguments: Backend.allCases) func aFencedWorkerCannotStoreTheFeed(backend: Backend) async throws {
        try await backend.withLeasedFeed { store, feed, old in
            let new = try #require(
                try await store.lease(feedId: feed.id, holder: "b", now: old.until, until: Sample.time(90)))
            var changed = feed
            changed.syncToken = "by the old holder"
            await #expect(throws: StoreError.fenced) { try await store.save(changed, under: old) }
            #expect(try await store.feed(id: feed.id) == feed)

            changed.syncToken = "by the new holder"
            changed.dueAt = Sample.time(5)
            try await store.save(changed, under: new)
            #expect(try await store.feed(id: feed.id) == changed)
            await #expect(throws: StoreError.fenced) { try await store.save(Sample.feed("another"), under: new) }
        }
    }
}

extension Backend {
    /// A store with one feed, leased by "a" from `Sample.start` for 30 seconds.
    func withLeasedFeed(_ body: (any Store, Feed, FeedLease) async throws -> Void) async throws {
        try await withStore { store in
            let feed = Sample.feed()
            try await store.ensure(feed)
            let lease = try await store.lease(
                feedId: feed.id, holder: "a", now: Sample.start, until: Sample.time(30))
            try await body(store, feed, try #require(lease))
        }
    }
}
