import CalendarSync
import Foundation
import Synchronization
import Testing
import TestSupport

@testable import StoreSQL

@Suite struct GroupCommitTests {
    private struct Refused: Error, Equatable {}

    @Test func writesThatComeTogetherShareACommit() async throws {
        try await withDatabase { database in
            let before = database.groupCommit.commits
            try await withHeldWriter(database, while: 100) { index in
                try await database.execute("INSERT INTO t (n) VALUES (?)", [.integer(index)])
            }
            #expect(try await numbers(database).sorted() == Array(0..<100))
            // One for the write that held the writer up, one for all the others.
            #expect(database.groupCommit.commits - before == 2)
        }
    }

    @Test func writesUnderLoadTakeFarFewerCommitsThanWrites() async throws {
        try await withDatabase { database in
            let before = database.groupCommit.commits
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<2_000 as Range<Int64> {
                    group.addTask {
                        try await database.execute("INSERT INTO t (n) VALUES (?)", [.integer(index)])
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await numbers(database).count == 2_000)
            #expect(database.groupCommit.commits - before < 1_000)
        }
    }

    @Test func aWriteThatThrowsUndoesOnlyItself() async throws {
        try await withDatabase { database in
            try await withHeldWriter(database, while: 30) { index in
                let isRefused = index % 3 == 0
                do {
                    try await database.write { connection in
                        try connection.execute("INSERT INTO t (n) VALUES (?)", [.integer(index)])
                        if isRefused { throw Refused() }
                        // Fails in SQLite itself: the table has no such row twice.
                        if index % 3 == 1 { try connection.execute("INSERT INTO t (n) VALUES (?)", [.integer(index)]) }
                    }
                    #expect(index % 3 == 2)
                } catch is Refused {
                    #expect(isRefused)
                } catch StoreError.unavailable(let text) {
                    #expect(index % 3 == 1)
                    #expect(text.contains("UNIQUE constraint failed: t.n"))
                }
            }
            #expect(try await numbers(database) == (0..<30).filter { $0 % 3 == 2 })
        }
    }

    @Test func whereTheDiskIsFullExactlyTheWritesThatReturnedAreThere() async throws {
        try await withDatabase { database in
            try await database.execute("CREATE TABLE big (body TEXT)", [])
            // The smallest limit: what there is now.
            _ = try await database.write { try $0.query("PRAGMA max_page_count = 1", []) }
            let stored = Mutex<Set<Int64>>([])
            try await withHeldWriter(database, while: 20) { index in
                do {
                    try await database.write { connection in
                        try connection.execute("INSERT INTO t (n) VALUES (?)", [.integer(index)])
                        if index == 10 {
                            let body = String(repeating: "x", count: 1 << 20)
                            try connection.execute("INSERT INTO big (body) VALUES (?)", [.text(body)])
                        }
                    }
                    _ = stored.withLock { $0.insert(index) }
                } catch StoreError.unavailable(let text) {
                    #expect(text.contains("database or disk is full"))
                }
            }
            #expect(!stored.withLock { $0 }.contains(10))
            #expect(Set(try await numbers(database)) == stored.withLock { $0 })
            _ = try await database.write { try $0.query("PRAGMA max_page_count = 100000", []) }
            try await database.execute("INSERT INTO t (n) VALUES (99)", [])
        }
    }

    @Test func writesRunInTheOrderOfTheirSubmission() async throws {
        try await withDatabase { database in
            try await withHeldWriter(database, while: 60) { index in
                try await database.execute("INSERT INTO arrivals (n) VALUES (?)", [.integer(index)])
            }
            let arrivals = try await database.read { connection in
                try connection.query("SELECT n FROM arrivals ORDER BY id", []).compactMap { $0.integer("n") }
            }
            #expect(arrivals == Array(0..<60))
        }
    }

    @Test func aReadSeesEveryWriteThatHasReturned() async throws {
        try await withDatabase { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<200 as Range<Int64> {
                    group.addTask {
                        try await database.execute("INSERT INTO t (n) VALUES (?)", [.integer(index)])
                        #expect(try await numbers(database).contains(index))
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    private func withDatabase(_ body: (SQLiteDatabase) async throws -> Void) async throws {
        try await Backend.sqlite.withURL { url in
            let database = try SQLiteDatabase(path: String(url.dropFirst("sqlite:".count)))
            try await database.write { connection in
                try connection.execute("CREATE TABLE t (n BIGINT NOT NULL UNIQUE)")
                try connection.execute("CREATE TABLE arrivals (id INTEGER PRIMARY KEY, n BIGINT NOT NULL)")
            }
            try await body(database)
            await database.close()
        }
    }

    /// Submits `count` writes, one after the other, while another keeps the writer busy, and waits for all.
    private func withHeldWriter(
        _ database: SQLiteDatabase, while count: Int64, _ write: @escaping @Sendable (Int64) async throws -> Void
    ) async throws {
        let begun = DispatchSemaphore(value: 0)
        let gate = DispatchSemaphore(value: 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await database.write { _ in
                    begun.signal()
                    // On the database's own queue.
                    gate.wait()
                }
            }
            do {
                defer { gate.signal() }
                try #require(await eventually { begun.wait(timeout: .now()) == .success })
                for index in 0..<count {
                    group.addTask { try await write(index) }
                    try #require(await eventually { database.groupCommit.waiting == Int(index) + 1 })
                }
            }
            try await group.waitForAll()
        }
    }
}

@Sendable private func numbers(_ database: SQLiteDatabase) async throws -> [Int64] {
    try await database.read { try $0.query("SELECT n FROM t ORDER BY n", []).compactMap { $0.integer("n") } }
}
