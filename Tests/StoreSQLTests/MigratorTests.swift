import CalendarSync
import Foundation
import Testing

@testable import StoreSQL

@Suite struct MigratorTests {
    private let first = Migration(name: "1") { _ in ["CREATE TABLE a (n BIGINT)"] }
    private let second = Migration(name: "2") { dialect in ["CREATE TABLE b (n \(dialect.blob))"] }

    @Test(arguments: Backend.allCases) func eachMigrationIsAppliedOnce(backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await Migrator(migrations: [first]).migrate(database)
            try await Migrator(migrations: [first]).migrate(database)
            try await Migrator(migrations: [first, second]).migrate(database)
            #expect(try await applied(database) == ["1", "2"])
        }
    }

    @Test(arguments: Backend.allCases) func aStoreOfANewerVersionIsRefusedAndLeftAsItIs(backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await Migrator(migrations: [first, second]).migrate(database)
            let third = Migration(name: "3") { _ in ["CREATE TABLE c (n BIGINT)"] }
            await #expect(throws: StoreSetupError.newerSchema(migration: "2")) {
                try await Migrator(migrations: [first, third]).migrate(database)
            }
            #expect(try await applied(database) == ["1", "2"])
        }
    }

    @Test(arguments: Backend.allCases) func aLookMakesNothing(backend: Backend) async throws {
        try await backend.withDatabase { database in
            await #expect(throws: StoreSetupError.olderSchema(migration: "1")) {
                try await Migrator(migrations: [first], applies: false).migrate(database)
            }
            try await Migrator(migrations: [first]).migrate(database)
            try await Migrator(migrations: [first], applies: false).migrate(database)
            await #expect(throws: StoreSetupError.olderSchema(migration: "2")) {
                try await Migrator(migrations: [first, second], applies: false).migrate(database)
            }
            #expect(try await applied(database) == ["1"])
        }
    }

    @Test(arguments: Backend.allCases) func aMigrationThatFailsLeavesNothingBehind(backend: Backend) async throws {
        try await backend.withDatabase { database in
            let broken = Migration(name: "2") { _ in ["CREATE TABLE b (n BIGINT)", "CREATE TABLE b (n BIGINT)"] }
            await #expect(throws: StoreError.self) {
                try await Migrator(migrations: [first, broken]).migrate(database)
            }
            try await Migrator(migrations: [first, second]).migrate(database)
            #expect(try await applied(database) == ["1", "2"])
        }
    }

    /// Each with a connection of its own, as processes that start together have.
    @Test func eightThatStartTogetherMakeOneSchema() async throws {
        try await Backend.postgresql.withURL { url in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        let store = try await openStore(url: url)
                        try await store.checkHealth()
                        await store.close()
                    }
                }
                try await group.waitForAll()
            }
            let database = try await PostgreSQLServer.open(url)
            #expect(try await applied(database) == Migration.all.map(\.name))
            let checks = try await database.query("SELECT count FROM health_checks", [])
            #expect(checks.map { $0.integer("count") } == [8])
            await database.close()
        }
    }

    @Test func namesOfMigrationsDiffer() {
        #expect(Set(Migration.all.map(\.name)).count == Migration.all.count)
        #expect(Migration.all.map(\.name) == Migration.all.map(\.name).sorted())
    }

    private func applied(_ database: any SQLDatabase) async throws -> [String] {
        try await database.read { connection in
            try connection.query("SELECT name FROM schema_migrations ORDER BY name", []).compactMap { $0.text("name") }
        }
    }
}
