import CalendarSync
import Foundation
import Testing

@Suite struct MirrorStoreTests {
    @Test(arguments: Backend.allCases) func aMirrorsBookingIsFoundByTheEventsId(backend: Backend) async throws {
        try await backend.withStore { store in
            var state = Sample.booking("9001", mirrors: 3)
            state.revision = try await store.save(state)
            try await store.save(Sample.booking("9002", accountId: "43", mirrors: 1))
            let ids = state.mirrors.map(\.eventId)
            func found(_ accountId: String = "42") async throws -> [String: String] {
                try await store.subscriptions(ofMirrors: ids + ["stranger"], accountId: accountId)
            }
            #expect(try await found() == Dictionary(uniqueKeysWithValues: ids.map { ($0, "9001") }))
            #expect(try await found("43").isEmpty)
            #expect(try await store.subscriptions(ofMirrors: [], accountId: "42").isEmpty)

            state.mirrors.removeFirst()
            try await store.save(state)
            #expect(Set(try await found().keys) == Set(ids.dropFirst()))
        }
    }

    @Test(arguments: Backend.allCases) func aSaveThatConflictsLeavesTheMirrorsAlone(backend: Backend) async throws {
        try await backend.withStore { store in
            let state = Sample.booking("9001", mirrors: 1)
            try await store.save(state)
            var late = state
            late.mirrors = []
            await #expect(throws: StoreError.conflict) { try await store.save(late) }
            let ids = state.mirrors.map(\.eventId)
            #expect(try await store.subscriptions(ofMirrors: ids, accountId: "42").count == 1)
        }
    }
}
