import CalendarSync
import Foundation
import Testing

@testable import StoreSQL

/// What one scheduler has taken is given to no other until its lease has run out.
@Suite struct DueLeaseTests {
    @Test(arguments: Backend.allCases) func aTakenFeedIsDueAgainWhenItsLeaseHasRunOut(backend: Backend) async throws {
        try await backend.withStore { store in
            for (name, seconds) in [("c", 3.0), ("a", 1.0), ("b", 2.0), ("later", 10.0)] {
                try await store.ensure(Sample.feed(name, dueAt: Sample.time(seconds)))
            }
            let taken = try await store.feeds(dueBy: Sample.time(9), limit: 2, leasedUntil: Sample.time(60))
            let expected = ["a", "b"].map { Sample.feed($0, dueAt: Sample.time(60)) }
            #expect(taken.sorted { $0.googleCalendarId < $1.googleCalendarId } == expected)
            #expect(try await store.feed(id: expected[0].id) == expected[0])
            func due(_ seconds: TimeInterval) async throws -> [String] {
                try await store.feeds(dueBy: Sample.time(seconds), limit: 9).map(\.googleCalendarId)
            }
            #expect(try await due(9) == ["c"])
            #expect(try await due(59) == ["c", "later"])
            #expect(try await due(60) == ["c", "later"] + expected.sorted { $0.id < $1.id }.map(\.googleCalendarId))
        }
    }

    @Test(arguments: Backend.allCases) func aTakenAuditIsDueAgainWhenItsLeaseHasRunOut(backend: Backend) async throws {
        try await backend.withLeasedFeed { store, feed, lease in
            var feed = feed
            feed.auditDueAt = Sample.time(1)
            try await store.save(feed, under: lease)
            feed.auditDueAt = Sample.time(60)
            #expect(
                try await store.feeds(auditDueBy: Sample.time(1), limit: 9, leasedUntil: Sample.time(60)) == [feed])
            #expect(try await store.feeds(auditDueBy: Sample.time(59), limit: 9, leasedUntil: .distantFuture).isEmpty)
            #expect(try await store.feeds(auditDueBy: Sample.time(60), limit: 9) == [feed])
        }
    }

    @Test(arguments: Backend.allCases) func takenStaleBlocksAreDueAgainWhenTheirLeaseHasRunOut(
        backend: Backend
    ) async throws {
        try await backend.withLeasedFeed { store, feed, lease in
            for classId in ["310", "311"] {
                var link = Sample.link(classId: classId)
                link.options.stale.releaseAfterHours = 1
                try await store.save(link)
            }
            var feed = feed
            feed.unreachableSince = Sample.time(-9_000)
            try await store.save(feed, under: lease)
            let taken = try await store.staleLinks(at: Sample.start, limit: 1, leasedUntil: Sample.time(60))
            #expect(taken == [try await store.link(ClassKey(accountId: "42", classId: "310"))])
            #expect(try await store.staleLinks(at: Sample.time(59), limit: 9).map(\.classId) == ["311"])
            #expect(try await store.staleLinks(at: Sample.time(60), limit: 9).map(\.classId) == ["310", "311"])
        }
    }

    @Test(arguments: Backend.allCases) func aTakenUnlinkingIsDueAgainWhenItsLeaseHasRunOut(
        backend: Backend
    ) async throws {
        try await backend.withStore { store in
            for classId in ["310", "311"] {
                var link = Sample.link(classId: classId)
                link.revision = try await store.save(link)
                try await store.begin(
                    Unlinking(link: link, removal: .future, requestedAt: Sample.time(-Unlinking.patience)))
            }
            let taken = try await store.unlinkings(dueBy: Sample.start, limit: 1, leasedUntil: Sample.time(60))
            #expect(taken == [try await store.unlinking(ClassKey(accountId: "42", classId: "310"))])
            #expect(try await store.unlinkings(dueBy: Sample.time(59), limit: 9).map(\.link.classId) == ["311"])
            #expect(try await store.unlinkings(dueBy: Sample.time(60), limit: 9).map(\.link.classId) == ["311", "310"])
        }
    }

    @Test(arguments: Backend.allCases) func takenIntentsAreDueAgainWhenTheirLeaseHasRunOut(
        backend: Backend
    ) async throws {
        try await backend.withStore { store in
            for subscriptionId in ["9001", "9002", "parked"] {
                var state = Sample.booking(subscriptionId, mirrors: 1)
                let intent = MirrorIntent(inputId: "e1", mirror: try #require(state.mirrors.first))
                state.begin(intent, at: Sample.time(-MirrorIntent.patience))
                try await store.save(state)
            }
            // Parked by a record that names no account.
            try await store.park(
                Sample.parked(Booking.workKey(accountId: "42", subscriptionId: "parked"), offset: 1, accountId: nil))
            let taken = try await store.bookings(intentsDueBy: Sample.start, limit: 1, leasedUntil: Sample.time(60))
            #expect(taken == [try await store.booking(accountId: "42", subscriptionId: "9001")])
            func due(_ seconds: TimeInterval) async throws -> [String] {
                try await store.bookings(intentsDueBy: Sample.time(seconds), limit: 9).map(\.booking.subscriptionId)
            }
            #expect(try await due(59) == ["9002"])
            #expect(try await due(60) == ["9002", "9001"])
        }
    }

    @Test(arguments: Backend.allCases) func aTakenKeyIsDueAgainWhenItsLeaseHasRunOut(backend: Backend) async throws {
        try await backend.withStore { store in
            for (index, key) in ["k", "k", "other"].enumerated() {
                try await store.park(Sample.parked(key, offset: Int64(index), dueAt: Sample.time(Double(index))))
            }
            let taken = try await store.parkedKeys(dueBy: Sample.time(9), limit: 1, leasedUntil: Sample.time(60))
            #expect(taken == ["k"])
            #expect(try await store.parked(key: "k", limit: 9).map(\.dueAt) == [Sample.time(60), Sample.time(1)])
            #expect(try await store.parkedKeys(dueBy: Sample.time(59), limit: 9) == ["other"])
            #expect(try await store.parkedKeys(dueBy: Sample.time(60), limit: 9) == ["other", "k"])
        }
    }

    @Test(arguments: Backend.allCases) func ofManyTakersEachIsGivenOtherFeeds(backend: Backend) async throws {
        try await backend.withTakers { stores in
            let feeds = (0..<200).map { Sample.feed("\($0)", dueAt: Sample.start) }
            try await Self.forEach(feeds) { try await stores[0].ensure($0) }
            let taken = try await Self.takingAll(stores) { store in
                try await store.feeds(dueBy: Sample.start, limit: 7, leasedUntil: Sample.time(60)).map(\.id)
            }
            #expect(taken.sorted() == feeds.map(\.id).sorted())
        }
    }

    @Test(arguments: Backend.allCases) func ofManyTakersEachIsGivenOtherKeys(backend: Backend) async throws {
        try await backend.withTakers { stores in
            let keys = (0..<200).map { "key-\($0)" }
            try await Self.forEach(Array(keys.enumerated())) { index, key in
                for offset in [2 * index, 2 * index + 1] {
                    try await stores[0].park(Sample.parked(key, offset: Int64(offset), dueAt: Sample.start))
                }
            }
            let taken = try await Self.takingAll(stores) { store in
                try await store.parkedKeys(dueBy: Sample.start, limit: 7, leasedUntil: Sample.time(60))
            }
            #expect(taken.sorted() == keys.sorted())
        }
    }

    /// Another taker that has not committed yet, or a worker that is just saving.
    @Test func nobodyWaitsForWhatAnotherHolds() async throws {
        try await Backend.postgresql.withTakers { stores in
            let held = Sample.feed("held", dueAt: Sample.start)
            let free = Sample.feed("free", dueAt: Sample.time(1))
            for feed in [held, free] { try await stores[0].ensure(feed) }
            let isHeld = DispatchSemaphore(value: 0)
            let isTaken = DispatchSemaphore(value: 0)
            async let holding: Void = stores[0].database.write { connection in
                try connection.execute("UPDATE feeds SET lease_fence = 1 WHERE id = ?", [.text(held.id)])
                isHeld.signal()
                isTaken.wait()
            }
            try await Thread.run("test-wait") { isHeld.wait() }
            defer { isTaken.signal() }
            let taken = try await stores[1].feeds(dueBy: Sample.time(1), limit: 9, leasedUntil: Sample.time(60))
            #expect(taken.map(\.googleCalendarId) == ["free"])
            isTaken.signal()
            try await holding
            let next = try await stores[1].feeds(dueBy: Sample.time(1), limit: 9, leasedUntil: Sample.time(60))
            #expect(next.map(\.googleCalendarId) == ["held"])
        }
    }

    /// What eight takers are given, each until it is given nothing.
    private static func takingAll(
        _ stores: [SQLStore], _ take: @escaping @Sendable (SQLStore) async throws -> [String]
    ) async throws -> [String] {
        try await withThrowingTaskGroup(of: [String].self) { group in
            for taker in 0..<8 {
                group.addTask {
                    var all: [String] = []
                    while true {
                        let taken = try await take(stores[taker % stores.count])
                        if taken.isEmpty { return all }
                        all += taken
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private static func forEach<Item: Sendable>(
        _ items: [Item], _ body: @escaping @Sendable (Item) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for item in items { group.addTask { try await body(item) } }
            try await group.waitForAll()
        }
    }
}

extension Backend {
    /// As many stores on one database as there may be processes: one of SQLite, and two of PostgreSQL stand for many.
    fileprivate func withTakers(_ body: ([SQLStore]) async throws -> Void) async throws {
        try await withURL { url in
            var stores = [try await openStore(url: url)]
            if self == .postgresql { stores.append(try await openStore(url: url)) }
            try await body(stores)
            for store in stores { await store.close() }
        }
    }
}
