import CalendarSync
import Foundation
import Testing

@testable import StoreSQL

@Suite struct SQLiteDatabaseTests {
    @Test func everyCommitReachesTheDisk() async throws {
        try await withDatabase { database, _ in
            let pragmas = try await database.write { connection in
                (
                    try connection.query("PRAGMA synchronous", []).first?.integer("synchronous"),
                    try connection.query("PRAGMA journal_mode", []).first?.text("journal_mode"),
                    try connection.query("PRAGMA foreign_keys", []).first?.integer("foreign_keys")
                )
            }
            #expect(pragmas == (2, "wal", 1))
        }
    }

    @Test func onlyTheOwnerMayReadTheFiles() async throws {
        try await withDatabase { database, path in
            try await database.execute("CREATE TABLE t (n BIGINT)", [])
            for suffix in ["", "-wal", "-shm"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: path + suffix)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
            }
        }
    }

    @Test func everyKindOfValueComesBack() async throws {
        try await withDatabase { database, _ in
            let row = try await database.write { connection in
                try connection.execute("CREATE TABLE t (i BIGINT, r DOUBLE PRECISION, t TEXT, b BLOB, e BLOB, n BLOB)")
                try connection.execute(
                    "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)",
                    [.integer(.min), .real(5), .text("é🙂"), .blob([0, 255]), .blob([]), .null])
                return try connection.query("SELECT * FROM t", []).first
            }
            #expect(
                row
                    == SQLRow(
                        columns: ["i", "r", "t", "b", "e", "n"],
                        values: [.integer(.min), .real(5), .text("é🙂"), .blob([0, 255]), .blob([]), .null]))
        }
    }

    @Test func aTextThatWouldBeCutIsRefused() async throws {
        try await withDatabase { database, _ in
            await #expect(throws: StoreError.unstorable("a text with a NUL cannot be stored")) {
                try await database.execute("SELECT ?", [.text("a\u{0}b")])
            }
        }
    }

    @Test func aValueBeyondSQLitesLimitIsRefusedForGood() async throws {
        try await withDatabase { database, _ in
            do {
                _ = try await database.query("SELECT zeroblob(2000000000)", [])
                Issue.record("it should have been refused")
            } catch StoreError.unstorable(let text) {
                #expect(text.contains("too big"))
            }
        }
    }

    @Test func anErrorNamesNoValue() async throws {
        try await withDatabase { database, _ in
            try await database.execute("CREATE TABLE t (n TEXT CHECK (n = 'fine'))", [])
            do {
                try await database.execute("INSERT INTO t (n) VALUES (?)", [.text("secret")])
                Issue.record("the row should have been refused")
            } catch StoreError.unavailable(let text) {
                #expect(text.contains("CHECK constraint failed"))
                #expect(!text.contains("secret"))
            }
        }
    }

    @Test func aFileThatIsNoDatabaseIsRefusedByName() async throws {
        try await Backend.sqlite.withURL { url in
            let path = String(url.dropFirst("sqlite:".count))
            try Data(repeating: 65, count: 4_096).write(to: URL(filePath: path))
            await #expect(throws: StoreSetupError.self) { _ = try await openStore(url: url) }
            do {
                _ = try await openStore(url: url + "/nowhere/store.db")
                Issue.record("the folder does not exist")
            } catch let error as StoreSetupError {
                #expect(error.description.hasPrefix("STORE_URL: cannot open"))
                #expect(error.description.contains("/nowhere/store.db"))
            }
        }
    }

    @Test func anotherConnectionsWriteIsWaitedFor() async throws {
        try await withDatabase { first, path in
            let second = try SQLiteDatabase(path: path)
            try await first.execute("CREATE TABLE t (n BIGINT)", [])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<200 as Range<Int64> {
                    let database = index % 2 == 0 ? first : second
                    group.addTask {
                        try await database.execute("INSERT INTO t VALUES (?)", [.integer(index)])
                    }
                }
                try await group.waitForAll()
            }
            let count = try await second.read { try $0.query("SELECT COUNT(*) AS count FROM t", []) }
            #expect(count.first?.integer("count") == 200)
            await second.close()
        }
    }

    private func withDatabase(_ body: (SQLiteDatabase, String) async throws -> Void) async throws {
        try await Backend.sqlite.withURL { url in
            let path = String(url.dropFirst("sqlite:".count))
            let database = try SQLiteDatabase(path: path)
            try await body(database, path)
            await database.close()
        }
    }
}
