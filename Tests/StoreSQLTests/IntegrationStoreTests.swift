import CalendarSync
import Foundation
import Testing

@Suite struct IntegrationStoreTests {
    @Test(arguments: Backend.allCases) func anIntegrationComesBackAsSaved(backend: Backend) async throws {
        try await backend.withStore { store in
            var integration = Sample.integration()
            #expect(try await store.integration(id: integration.id) == nil)
            integration.revision = try await store.save(integration)
            #expect(integration.revision == 1)
            #expect(try await store.integration(id: integration.id) == integration)

            integration.status = .reconnectNeeded
            integration.connectedAt = Sample.time(1.0 / 3)
            integration.revision = try await store.save(integration)
            #expect(integration.revision == 2)
            #expect(try await store.integration(id: integration.id) == integration)
        }
    }

    @Test(arguments: Backend.allCases) func integrationsComeInTheOrderOfConnecting(backend: Backend) async throws {
        try await backend.withStore { store in
            let second = Sample.integration(subject: "a", connectedAt: Sample.time(20))
            let first = Sample.integration(subject: "b", connectedAt: Sample.time(10))
            for integration in [second, first, Sample.integration(accountId: "43")] {
                try await store.save(integration)
            }
            #expect(try await store.integrations(accountId: "42").map(\.id) == [first.id, second.id])
            #expect(try await store.integrations(accountId: "44").isEmpty)
        }
    }

    @Test(arguments: Backend.allCases) func aSecondFirstSaveIsAConflict(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.save(Sample.integration())
            await #expect(throws: StoreError.conflict) { try await store.save(Sample.integration()) }
        }
    }

    @Test(arguments: Backend.allCases) func anAuthorizationIsTakenOnce(backend: Backend) async throws {
        try await backend.withStore { store in
            let authorization = Sample.authorization(state: "state", expiresAt: Sample.time(600))
            try await store.begin(authorization)
            await #expect(throws: StoreError.conflict) { try await store.begin(authorization) }

            let taken = try await withThrowingTaskGroup(of: PendingAuthorization?.self) { group in
                for _ in 0..<20 {
                    group.addTask { try await store.takeAuthorization(state: "state", now: Sample.start) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(taken.compactMap(\.self) == [authorization])
        }
    }

    @Test(arguments: Backend.allCases) func anExpiredOrUnknownAuthorizationIsNotGiven(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.begin(Sample.authorization(state: "state", expiresAt: Sample.time(600)))
            #expect(try await store.takeAuthorization(state: "other", now: Sample.start) == nil)
            #expect(try await store.takeAuthorization(state: "state", now: Sample.time(600)) == nil)
            #expect(try await store.takeAuthorization(state: "state", now: Sample.start) == nil)
        }
    }
}
