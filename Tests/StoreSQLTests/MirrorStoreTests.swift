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

    @Test(arguments: Backend.allCases) func mirrorsThatAReadingHasNotShownComeInPages(backend: Backend) async throws {
        try await backend.withStore { store in
            let feedId = Feed.id(integrationId: "int-1", googleCalendarId: "host@example.com")
            var ahead = Sample.booking("9001", startsAt: Sample.time(3_600), mirrors: 4)
            ahead.revision = try await store.save(ahead)
            try await store.save(Sample.booking("9002", startsAt: Sample.time(-3_600), mirrors: 1))
            try await store.save(Sample.booking("9003", accountId: "43", startsAt: Sample.time(3_600), mirrors: 1))
            let ids = ahead.mirrors.map(\.eventId).sorted()
            func unseen(_ reading: Int64, limit: Int = 9) async throws -> [String] {
                var found: [UnseenMirror] = []
                while true {
                    let page = try await store.unseenMirrors(
                        feedId: feedId, startingAfter: Sample.start, reading: reading, after: found.last?.eventId,
                        limit: limit)
                    found += page.filter { $0.subscriptionId == "9001" }
                    if page.count < limit { return found.map(\.eventId) }
                }
            }
            #expect(try await unseen(7) == ids)
            try await store.mark(mirrors: [ids[1], ids[2], "stranger"], accountId: "42", reading: 7)
            try await store.mark(mirrors: [ids[0]], accountId: "43", reading: 7)
            #expect(try await unseen(7) == [ids[0], ids[3]])
            #expect(try await unseen(8) == ids)

            // A booking that is saved meanwhile keeps what was seen of its events, but not of one in another calendar.
            ahead.mirrors.removeAll { $0.eventId == ids[3] }
            ahead.revision = try await store.save(ahead)
            #expect(try await unseen(7) == [ids[0]])
            ahead.mirrors = ahead.mirrors.map {
                MirrorEvent(
                    identity: $0.identity, integrationId: "int-1",
                    googleCalendarId: $0.eventId == ids[1] ? "other@example.com" : "host@example.com",
                    startsAt: $0.startsAt, contentHash: "hash")
            }
            try await store.save(ahead)
            #expect(try await unseen(7) == [ids[0]])
            let other = Feed.id(integrationId: "int-1", googleCalendarId: "other@example.com")
            let elsewhere = try await store.unseenMirrors(
                feedId: other, startingAfter: Sample.start, reading: 7, after: nil, limit: 9)
            #expect(elsewhere == [UnseenMirror(eventId: ids[1], subscriptionId: "9001")])
        }
    }

    @Test(arguments: Backend.allCases) func mirrorsThatStandOtherwiseThanWrittenAreFound(
        backend: Backend
    ) async throws {
        try await backend.withStore { store in
            var state = Sample.booking("9001", mirrors: 3)
            let ids = state.mirrors.map(\.eventId)
            func diverged() async throws -> [String: String] {
                try await store.subscriptions(ofDivergedMirrors: ids, accountId: "42")
            }
            state.mirrors[1].divergence = .deleted
            state.revision = try await store.save(state)
            #expect(try await diverged() == [ids[1]: "9001"])
            state.mirrors[1].divergence = nil
            state.mirrors[2].divergence = .moved(to: nil)
            try await store.save(state)
            #expect(try await diverged() == [ids[2]: "9001"])
        }
    }
}
