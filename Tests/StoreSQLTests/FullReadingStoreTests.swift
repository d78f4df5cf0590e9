import CalendarSync
import Foundation
import Testing

@Suite struct FullReadingStoreTests {
    @Test(arguments: Backend.allCases) func whatAReadingHasNotMarkedIsUnseen(backend: Backend) async throws {
        try await backend.withLeasedFeed { store, feed, lease in
            let otherClass = Sample.link(classId: "311")
            let blocks = [
                Sample.block("seen"), Sample.block("gone"), Sample.block("i1", series: "s"),
                Sample.block("i2", series: "s"), Sample.block("choice"), Sample.block("gone", link: otherClass),
            ]
            try await store.apply(store: blocks, forget: [], under: lease)
            func mark(_ indices: [Int], _ reading: Int64) async throws {
                try await store.mark(indices.map { blocks[$0].block.blockId }, reading: reading, under: lease)
            }
            try await mark([0, 1, 2, 3, 5], 6)
            try await mark([0, 2], 7)
            try await mark([4], -7)
            try await mark([], 7)

            let unseen = try await store.unseenBlocks(of: Sample.key, feedId: feed.id, reading: 7)
            #expect(
                Set(unseen) == [
                    UnseenBlock(stored: blocks[1], isChoice: false, sourceIsSeen: false),
                    UnseenBlock(stored: blocks[3], isChoice: false, sourceIsSeen: true),
                    UnseenBlock(stored: blocks[4], isChoice: true, sourceIsSeen: false),
                ])
            try await store.apply(store: [blocks[0].removing], forget: [], under: lease)
            let after = try await store.unseenBlocks(of: Sample.key, feedId: feed.id, reading: 7)
            #expect(after.count == 3, "a change of a block is no reading of it")
            #expect(try await store.unseenBlocks(of: Sample.key, feedId: "other", reading: 7).isEmpty)
        }
    }

    @Test(arguments: Backend.allCases) func onlyTheHolderOfTheLeaseMarks(backend: Backend) async throws {
        try await backend.withLeasedFeed { store, feed, lease in
            let block = Sample.block("e")
            try await store.apply(store: [block], forget: [], under: lease)
            let next = try await store.lease(
                feedId: feed.id, holder: "other", now: .distantFuture, until: .distantFuture)
            #expect(next != nil)
            await #expect(throws: StoreError.fenced) {
                try await store.mark([block.block.blockId], reading: 1, under: lease)
            }
            #expect(try await store.unseenBlocks(of: Sample.key, feedId: feed.id, reading: 1).count == 1)
        }
    }

    @Test(arguments: Backend.allCases) func sourcesAreCountedOnceAndOnlyWhileTheyLast(backend: Backend) async throws {
        try await backend.withLeasedFeed { store, feed, lease in
            let blocks = [
                Sample.block("a"), Sample.block("i1", series: "s"), Sample.block("i2", series: "s"),
                Sample.block("a", link: Sample.link(classId: "311")),
            ]
            try await store.apply(store: blocks, forget: [], under: lease)
            #expect(try await store.sourceCount(of: Sample.key, feedId: feed.id, endingAfter: Sample.start) == 2)
            #expect(try await store.sourceCount(of: Sample.key, feedId: feed.id, endingAfter: Sample.time(60)) == 0)
        }
    }

    @Test(arguments: Backend.allCases) func allFeedsAreReadPageByPage(backend: Backend) async throws {
        try await backend.withStore { store in
            for name in ["a", "b", "c", "d", "e"] { try await store.ensure(Sample.feed(name)) }
            var seen: [String] = []
            var after: String?
            repeat {
                let page = try await store.feeds(after: after, limit: 2)
                seen += page.map(\.googleCalendarId)
                after = page.count == 2 ? page.last?.id : nil
            } while after != nil
            #expect(seen.sorted() == ["a", "b", "c", "d", "e"])
        }
    }
}
