import CalendarSync
import Foundation
import Testing

@Suite struct BlockStoreTests {
    @Test(arguments: Backend.allCases) func blocksAreFoundByClassFeedAndSource(backend: Backend) async throws {
        try await backend.withLeasedFeed { store, feed, lease in
            let otherClass = Sample.link(classId: "311")
            let blocks = [
                Sample.block("e1"), Sample.block("i1", series: "s", state: .writing), Sample.block("i2", series: "s"),
                Sample.block("e1", link: otherClass),
            ]
            try await store.apply(store: blocks, forget: [], under: lease)

            let all = try await store.blocks(of: Sample.key, feedId: feed.id)
            #expect(Set(all) == Set(blocks[0...2]))
            #expect(Set(try await store.blocks(of: otherClass.classKey, feedId: feed.id)) == [blocks[3]])
            #expect(try await store.blocks(of: Sample.key, feedId: "other").isEmpty)

            let series = try await store.blocks(of: Sample.key, feedId: feed.id, sourceIds: ["s", "s", "none"])
            #expect(Set(series) == Set(blocks[1...2]) && series.count == 2)
            #expect(try await store.blocks(of: Sample.key, feedId: feed.id, sourceIds: []).isEmpty)
        }
    }

    @Test(arguments: Backend.allCases) func anyNumberOfSourcesMayBeAskedFor(backend: Backend) async throws {
        try await backend.withLeasedFeed { store, feed, lease in
            let blocks = (0..<1_500).map { Sample.block("e\($0)") }
            try await store.apply(store: blocks, forget: [], under: lease)
            for count in [1, 2, 9, 65, 512, 513, 1_500] {
                let found = try await store.blocks(
                    of: Sample.key, feedId: feed.id, sourceIds: blocks.prefix(count).map(\.block.sourceId))
                #expect(Set(found) == Set(blocks.prefix(count)) && found.count == count)
            }
            let many = (0..<40_000).map { "e\($0)" }
            #expect(try await store.blocks(of: Sample.key, feedId: feed.id, sourceIds: many).count == 1_500)
        }
    }

    @Test(arguments: Backend.allCases) func aBlockIsReplacedAndForgotten(backend: Backend) async throws {
        try await backend.withLeasedFeed { store, feed, lease in
            let kept = Sample.block("kept")
            try await store.apply(
                store: [Sample.block("e", state: .writing), kept], forget: [Sample.block("never there")], under: lease)
            let written = Sample.block("e", state: .written, revision: 2)
            try await store.apply(store: [written], forget: [], under: lease)
            #expect(Set(try await store.blocks(of: Sample.key, feedId: feed.id)) == [written, kept])
            try await store.apply(store: [], forget: [written], under: lease)
            #expect(try await store.blocks(of: Sample.key, feedId: feed.id) == [kept])
        }
    }

    @Test(arguments: Backend.allCases) func blocksWhoseWriteIsUnderWayAreNotCounted(backend: Backend) async throws {
        try await backend.withLeasedFeed { store, _, lease in
            #expect(try await store.blockCount(of: Sample.key) == 0)
            try await store.apply(
                store: [
                    Sample.block("a"), Sample.block("b", state: .removing), Sample.block("c", state: .writing),
                    Sample.block("d", link: Sample.link(classId: "311")),
                ], forget: [], under: lease)
            #expect(try await store.blockCount(of: Sample.key) == 2)
        }
    }

    @Test(arguments: Backend.allCases) func theClassesOfAFeedsBlocksAreNamedOnceEach(backend: Backend) async throws {
        try await backend.withLeasedFeed { store, feed, lease in
            try await store.apply(
                store: [
                    Sample.block("a"), Sample.block("b"), Sample.block("c", link: Sample.link(classId: "311")),
                ], forget: [], under: lease)
            let classes = try await store.classesWithBlocks(feedId: feed.id)
            #expect(classes.map(\.classId) == [Sample.key.classId, "311"].sorted())
            #expect(try await store.classesWithBlocks(feedId: "other").isEmpty)
        }
    }

    @Test(arguments: Backend.allCases) func aFencedWorkerChangesNoBlock(backend: Backend) async throws {
        try await backend.withLeasedFeed { store, feed, old in
            let standing = Sample.block("standing")
            try await store.apply(store: [standing], forget: [], under: old)
            let new = try #require(
                try await store.lease(feedId: feed.id, holder: "b", now: old.until, until: Sample.time(90)))

            await #expect(throws: StoreError.fenced) {
                try await store.apply(store: [Sample.block("late")], forget: [standing], under: old)
            }
            await #expect(throws: StoreError.fenced) { try await store.apply(store: [], forget: [], under: old) }
            #expect(try await store.blocks(of: Sample.key, feedId: feed.id) == [standing])
            try await store.apply(store: [], forget: [standing], under: new)
        }
    }

    @Test(arguments: Backend.allCases) func aLeaseGivesNoRightToAnotherFeedsBlocks(backend: Backend) async throws {
        try await backend.withLeasedFeed { store, _, lease in
            let foreign = Sample.block("e", link: Sample.link(googleCalendarId: "second@example.com"))
            await #expect(throws: StoreError.fenced) {
                try await store.apply(store: [foreign], forget: [], under: lease)
            }
        }
    }

    /// The class was connected again through another integration: same calendar, same block ids, another feed.
    @Test(arguments: Backend.allCases) func theOldFeedDoesNotForgetBlocksThatTheNewOneTookOver(
        backend: Backend
    ) async throws {
        try await backend.withLeasedFeed { store, _, oldLease in
            let old = Sample.block("e")
            try await store.apply(store: [old], forget: [], under: oldLease)

            let new = Sample.block("e", link: Sample.link(integrationId: "int-2"), revision: 2)
            #expect(new.block.blockId == old.block.blockId && new.block.feedId != old.block.feedId)
            let feed = Feed(accountId: "42", integrationId: "int-2", googleCalendarId: "host@example.com")
            try await store.ensure(feed)
            let newLease = try #require(
                try await store.lease(feedId: feed.id, holder: "b", now: Sample.start, until: Sample.time(30)))
            try await store.apply(store: [new], forget: [], under: newLease)

            try await store.apply(store: [], forget: [old], under: oldLease)
            #expect(try await store.blocks(of: Sample.key, feedId: feed.id) == [new])
        }
    }

    @Test(arguments: Backend.allCases) func blocksOfSomeDaysAreThoseThatOverlapThem(backend: Backend) async throws {
        try await backend.withLeasedFeed { store, _, lease in
            func block(_ id: String, _ start: Double, _ end: Double) -> StoredBlock {
                let event = SourceEvent(id: id, seriesId: id, status: .confirmed, start: nil, end: nil)
                let interval = BusyInterval(startsAt: Sample.time(start), endsAt: Sample.time(end), allDay: false)
                return StoredBlock(
                    block: BusyBlock(link: Sample.link(), event: event, interval: interval, timeZone: "UTC"),
                    state: .written, revision: 1)
            }
            let around = block("around", -500, 500)
            let inside = block("inside", 10, 20)
            let before = block("before", -20, 0)
            let after = block("after", 100, 120)
            try await store.apply(store: [after, around, before, inside], forget: [], under: lease)
            let bounds = DateInterval(start: Sample.time(0), end: Sample.time(100))
            let feedId = Sample.feed().id
            #expect(try await store.blocks(of: Sample.key, feedId: feedId, within: bounds) == [inside, around])
            // One that is moved is found where it is now.
            try await store.apply(store: [block("inside", 200, 210)], forget: [], under: lease)
            #expect(try await store.blocks(of: Sample.key, feedId: feedId, within: bounds) == [around])
            #expect(try await store.blocks(of: Sample.key, feedId: "other", within: bounds).isEmpty)
        }
    }

    @Test(arguments: Backend.allCases) func blocksAreCountedForAllClassesAtOnce(backend: Backend) async throws {
        try await backend.withLeasedFeed { store, _, lease in
            #expect(try await store.blockCounts(accountId: "42").isEmpty)
            let other = Sample.link(classId: "311")
            try await store.apply(
                store: [
                    Sample.block("a"), Sample.block("b", state: .removing), Sample.block("c", state: .writing),
                    Sample.block("a", link: other),
                    Sample.block("a", link: Sample.link(classId: "312"), state: .writing),
                    Sample.block("a", link: Sample.link(accountId: "43")),
                ], forget: [], under: lease)
            #expect(try await store.blockCounts(accountId: "42") == ["310": 2, "311": 1])
        }
    }
}
