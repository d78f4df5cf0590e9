import CalendarSync
import Foundation
import Testing

@testable import StoreSQL

@Suite struct EntryLinkStoreTests {
    @Test(arguments: Backend.allCases) func aLinkIsUsedOnceWhateverHasRestarted(backend: Backend) async throws {
        try await backend.withURL { url in
            let store = try await openStore(url: url)
            #expect(try await store.use(entryLink: "a", remembered: Sample.time(60), now: Sample.start))
            #expect(try await !store.use(entryLink: "a", remembered: Sample.time(60), now: Sample.time(59)))
            #expect(try await store.use(entryLink: "b", remembered: Sample.time(60), now: Sample.start))
            await store.close()
            let again = try await openStore(url: url)
            #expect(try await !again.use(entryLink: "a", remembered: Sample.time(60), now: Sample.time(1)))
            await again.close()
        }
    }

    @Test(arguments: Backend.allCases) func ofManyThatUseALinkAtOnceOneDoes(backend: Backend) async throws {
        try await backend.withStore { store in
            let uses = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await store.use(entryLink: "a", remembered: Sample.time(60), now: Sample.start)
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(uses == 1)
        }
    }

    @Test(arguments: Backend.allCases) func whatCanOpenNothingAnyMoreIsForgotten(backend: Backend) async throws {
        try await backend.withURL { url in
            let store = try await openStore(url: url)
            for id in ["a", "b", "c"] {
                #expect(try await store.use(entryLink: id, remembered: Sample.time(60), now: Sample.start))
            }
            #expect(try await store.use(entryLink: "d", remembered: Sample.time(120), now: Sample.time(60)))
            #expect(try await store.count("SELECT COUNT(*) AS count FROM entry_links", []) == 1)
            await store.close()
        }
    }
}
