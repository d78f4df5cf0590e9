import CalendarSync
import Foundation
import Testing

@testable import StoreSQL

@Suite struct MigratorTests {
    private let first = Migration(name: "1") { _ in ["CREATE TABLE a (n BIGINT)"] }
    private let second = Migration(name: "2") { dialect in ["CREATE TABLE b (n \(dialect.blob))"] }

    @Test func eachMigrationIsAppliedOnce() async throws {
        try await withDatabase { database in
            try await Migrator(migrations: [first]).migrate(database)
            try await Migrator(migrations: [first]).migrate(database)
            try await Migrator(migrations: [first, second]).migrate(database)
            #expect(try await applied(database) == ["1", "2"])
        }
    }

    @Test func aStoreOfANewerVersionIsRefusedAndLeftAsItIs() async throws {
        try await withDatabase { database in
            try await Migrator(migrations: [first, second]).migrate(database)
            let third = Migration(name: "3") { _ in ["CREATE TABLE c (n BIGINT)"] }
            await #expect(throws: StoreSetupError.newerSchema(migration: "2")) {
                try await Migrator(migrations: [first, third]).migrate(database)
            }
            #expect(try await applied(database) == ["1", "2"])
        }
    }

    @Test func aMigrationThatFailsLeavesNothingBehind() async throws {
        try await withDatabase { database in
            let broken = Migration(name: "2") { _ in ["CREATE TABLE b (n BIGINT)", "CREATE TABLE b (n BIGINT)"] }
            await #expect(throws: StoreError.self) {
                try await Migrator(migrations: [first, broken]).migrate(database)
            }
            try await Migrator(migrations: [first, second]).migrate(database)
            #expect(try await applied(database) == ["1", "2"])
        }
    }

    @Test func namesOfMigrationsDiffer() {
        #expect(Set(Migration.all.map(\.name)).count == Migration.all.count)
        #expect(Migration.all.map(\.name) == Migration.all.map(\.name).sorted())
    }

    private func applied(_ database: SQLiteDatabase) async throws -> [String] {
        try await database.read { connection in
            try connection.query("SELECT name FROM schema_migrations ORDER BY name", []).compactMap { $0.text("name") }
        }
    }

    private func withDatabase(_ body: (SQLiteDatabase) async throws -> Void) async throws {
        try await Backend.sqlite.withURL { url in
            let database = try SQLiteDatabase(path: String(url.dropFirst("sqlite:".count)))
            try await body(database)
            await database.close()
        }
    }
}
