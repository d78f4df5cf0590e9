import CalendarSync
import Foundation
import Synchronization
import Testing

@testable import StoreSQL

@Suite struct TokenResealingTests {
    private static let canary = "1//canary-refresh-token"

    private static func keys(_ ids: String...) throws -> SecretKeys {
        try SecretKeys(
            ids.map { id in
                "\(id):" + Data(repeating: UInt8(id.utf8.reduce(0, &+)), count: 32).base64EncodedString()
            }.joined(separator: ","))
    }

    private static func save(_ number: Int, _ store: some AccountStore, by keys: SecretKeys) async throws {
        var integration = Sample.integration(subject: "sub-\(number)")
        integration.sealedRefreshToken = try keys.seal("\(canary)-\(number)", context: integration.id)
        try await store.save(integration)
    }

    private static func integrations(_ store: some AccountStore) async throws -> [Integration] {
        try await store.integrations(after: nil, limit: 10_000)
    }

    @Test(arguments: Backend.allCases) func everyTokenIsSealedByTheFirstKeyAndStillOpens(
        backend: Backend
    ) async throws {
        try await backend.withURL { url in
            let store = try await openStore(url: url)
            let old = try Self.keys("old")
            let both = try Self.keys("new", "old")
            for number in 0..<450 { try await Self.save(number, store, by: number % 10 == 0 ? both : old) }
            let before = try await Self.integrations(store)

            let dry = try await TokenResealing(store: store, keys: both).run(dryRun: true)
            #expect(dry == .init(seen: 450, resealed: 405, unreadable: 0))
            #expect(try await Self.integrations(store) == before)

            let steps = Mutex<[Int]>([])
            let done = try await TokenResealing(store: store, keys: both).run(dryRun: false) { progress in
                steps.withLock { $0.append(progress.seen) }
            }
            #expect(done == dry)
            #expect(steps.withLock { $0 } == [200, 400, 450])
            // The old key is needed for no token any more.
            let new = try Self.keys("new")
            for integration in try await Self.integrations(store) {
                let token = try new.open(integration.sealedRefreshToken, context: integration.id)
                #expect(token.hasPrefix(Self.canary) && integration.subject.hasSuffix(token.dropFirst(23)))
            }
            #expect(try await TokenResealing(store: store, keys: new).run(dryRun: false).resealed == 0)
            // No plain token has come into the store.
            let rows = try await store.database.query("SELECT body FROM integrations", [])
            #expect(rows.count == 450)
            #expect(rows.allSatisfy { $0.text("body")?.contains("canary") == false })
            await store.close()
        }
    }

    @Test(arguments: Backend.allCases) func aTokenThatNoKeyOpensIsCountedAndLeft(backend: Backend) async throws {
        try await backend.withStore { store in
            try await Self.save(1, store, by: try Self.keys("lost"))
            try await Self.save(2, store, by: try Self.keys("old"))
            let done = try await TokenResealing(store: store, keys: try Self.keys("new", "old")).run(dryRun: false)
            #expect(done == .init(seen: 2, resealed: 1, unreadable: 1))
            #expect(
                try await Set(Self.integrations(store).map(\.sealedRefreshToken.keyId)) == ["lost", "new"])
        }
    }

    @Test(arguments: Backend.allCases) func twoAtOnceAndOwnersThatConnectAgainLoseNothing(
        backend: Backend
    ) async throws {
        try await backend.withStore { store in
            let old = try Self.keys("old")
            let both = try Self.keys("new", "old")
            for number in 0..<40 { try await Self.save(number, store, by: old) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask { _ = try await TokenResealing(store: store, keys: both).run(dryRun: false) }
                }
                group.addTask {
                    for integration in try await Self.integrations(store).reversed() {
                        while var newest = try await store.integration(id: integration.id) {
                            newest.sealedRefreshToken = try old.seal("reconnected", context: newest.id)
                            do {
                                try await store.save(newest)
                                break
                            } catch StoreError.conflict {
                                continue
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            for integration in try await Self.integrations(store) {
                #expect(try both.open(integration.sealedRefreshToken, context: integration.id) == "reconnected")
            }
        }
    }
}
