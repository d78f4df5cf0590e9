import CalendarSync
import Foundation
import Testing

@Suite struct UnlinkingStoreTests {
    private func linked(_ store: some AccountStore, classId: String = "310") async throws -> Unlinking {
        var link = Sample.link(classId: classId)
        link.revision = try await store.save(link)
        return Unlinking(link: link, removal: .future, requestedAt: Sample.time(0.125))
    }

    @Test(arguments: Backend.allCases) func theLinkGoesAsTheUnlinkingComes(backend: Backend) async throws {
        try await backend.withStore { store in
            let unlinking = try await linked(store)
            #expect(try await store.unlinking(unlinking.classKey) == nil)
            try await store.begin(unlinking)
            #expect(try await store.link(unlinking.classKey) == nil)
            var stored = try #require(try await store.unlinking(unlinking.classKey))
            #expect(stored.link == unlinking.link && stored.requestedAt == unlinking.requestedAt)
            #expect(try await store.unlinkings(accountId: "42") == [stored])
            #expect(try await store.unlinkings(accountId: "43").isEmpty)

            stored.tally = Unlinking.Tally(mirrorsToRemove: 2, mirrorsToKeep: 1, blocksToRemove: 7)
            stored.unreachableMirrors = 1
            stored.revision = try await store.save(stored)
            stored.certificate = UnlinkCertificate(removedMirrors: 1, issuedAt: Sample.time(1))
            stored.revision = try await store.save(stored)
            #expect(try await store.unlinking(unlinking.classKey) == stored)
            #expect(try await store.unlinkings(accountId: "42").isEmpty)
        }
    }

    @Test(arguments: Backend.allCases) func aLinkThatHasChangedIsNotTakenOut(backend: Backend) async throws {
        try await backend.withStore { store in
            let unlinking = try await linked(store)
            var changed = unlinking.link
            changed.lastChangeAt = Sample.time(9)
            changed.revision = try await store.save(changed)
            await #expect(throws: StoreError.conflict) { try await store.begin(unlinking) }
            #expect(try await store.link(changed.classKey) == changed)
            #expect(try await store.unlinking(changed.classKey) == nil)
        }
    }

    @Test(arguments: Backend.allCases) func aWorkerAtAnEarlierUnlinkingCannotSaveItOverALater(
        backend: Backend
    ) async throws {
        try await backend.withStore { store in
            try await store.begin(try await linked(store))
            let first = try #require(try await store.unlinking(Sample.key))
            try await store.begin(try await linked(store))
            await #expect(throws: StoreError.conflict) { try await store.save(first) }
            var second = try #require(try await store.unlinking(Sample.key))
            second.revision = try await store.save(second)
            await #expect(throws: StoreError.conflict) { try await store.save(first) }
            // An unlinking is only ever begun, never saved into being.
            await #expect(throws: StoreError.conflict) {
                try await store.save(
                    Unlinking(link: Sample.link(classId: "9"), removal: .nothing, requestedAt: Sample.start))
            }
        }
    }

    @Test(arguments: Backend.allCases) func integrationsAreFoundByWhoConsented(backend: Backend) async throws {
        try await backend.withStore { store in
            for (account, subject) in [("42", "sub-1"), ("43", "sub-1"), ("42", "sub-2")] {
                try await store.save(Sample.integration(accountId: account, subject: subject))
            }
            #expect(Set(try await store.integrations(subject: "sub-1").map(\.accountId)) == ["42", "43"])
            #expect(try await store.integrations(subject: "sub-3").isEmpty)
        }
    }
}
