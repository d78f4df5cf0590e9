import CalendarSync
import Foundation
import StoreSQL
import Testing

@Suite struct StoreLifecycleTests {
    @Test(arguments: Backend.allCases) func everythingIsThereAfterReopening(backend: Backend) async throws {
        try await backend.withURL { url in
            let first = try await openStore(url: url)
            let feed = Sample.feed(dueAt: Sample.start)
            try await first.save(Sample.integration())
            try await first.begin(Sample.authorization(state: "state", expiresAt: Sample.time(60)))
            try await first.note(KnownClass(Sample.booking("9001").booking))
            try await first.save(Sample.link())
            try await first.save(Sample.booking("9001", mirrors: 1))
            try await first.ensure(feed)
            let lease = try #require(
                try await first.lease(feedId: feed.id, holder: "a", now: Sample.start, until: Sample.time(30)))
            try await first.apply(store: [Sample.block("e")], forget: [], under: lease)
            try await first.park(Sample.parked("k", offset: 1))
            await first.close()

            let store = try await openStore(url: url)
            #expect(try await store.integrations(accountId: "42").count == 1)
            #expect(try await store.takeAuthorization(state: "state", now: Sample.start) != nil)
            #expect(try await store.classes(accountId: "42").map(\.className) == ["Strategy call"])
            #expect(try await store.link(Sample.key)?.revision == 1)
            #expect(try await store.booking(accountId: "42", subscriptionId: "9001")?.mirrors.count == 1)
            #expect(try await store.feed(id: feed.id) == feed)
            #expect(try await store.blocks(of: Sample.key, feedId: feed.id) == [Sample.block("e")])
            #expect(try await store.parked(key: "k", limit: 9) == [Sample.parked("k", offset: 1)])
            // The lease too: its holder is still the one who may write.
            #expect(
                try await store.lease(feedId: feed.id, holder: "b", now: Sample.start, until: Sample.time(60)) == nil)
            try await store.save(feed, under: lease)
            await store.close()
        }
    }

    @Test(arguments: Backend.allCases) func aStoreIsHealthyUntilItIsClosed(backend: Backend) async throws {
        try await backend.withURL { url in
            let store = try await openStore(url: url)
            try await store.checkHealth()
            try await store.checkHealth()
            await store.close()
            await store.close()
            await #expect(throws: StoreError.unavailable("the store is closed")) { try await store.checkHealth() }
            await #expect(throws: StoreError.self) { try await store.feed(id: "any") }
        }
    }

    @Test(arguments: Backend.allCases) func closingWaitsForTheWritesThatWereBegun(backend: Backend) async throws {
        try await backend.withURL { url in
            let store = try await openStore(url: url)
            let saved = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<200 {
                    group.addTask { (try? await store.save(Sample.booking("\(index)"))) != nil }
                }
                group.addTask {
                    await store.close()
                    return false
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            let reopened = try await openStore(url: url)
            let found = try await reopened.bookings(of: Sample.key, endingAfter: .distantPast, after: nil, limit: 999)
            #expect(found.count == saved)
            await reopened.close()
        }
    }

    @Test(arguments: Backend.allCases) func twoOpenersAtOnceMakeOneSchema(backend: Backend) async throws {
        try await backend.withURL { url in
            let stores = try await withThrowingTaskGroup(of: SQLStore.self) { group in
                for _ in 0..<4 { group.addTask { try await openStore(url: url) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for (index, store) in stores.enumerated() { try await store.save(Sample.booking("\(index)")) }
            for store in stores {
                #expect(try await store.booking(accountId: "42", subscriptionId: "0") != nil)
                await store.close()
            }
        }
    }
}
