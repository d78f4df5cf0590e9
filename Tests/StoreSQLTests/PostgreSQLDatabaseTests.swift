import CalendarSync
import Foundation
import TestSupport
import Testing

@testable import StoreSQL

@Suite struct PostgreSQLDatabaseTests {
    @Test func everyKindOfValueComesBack() async throws {
        try await Backend.postgresql.withDatabase { database in
            let values: [[SQLValue]] = [
                [.integer(.min), .real(5), .text("é🙂'\"\\"), .blob([0, 255]), .blob([]), .null],
                [
                    .integer(.max), .real(.leastNonzeroMagnitude), .text(""), .blob(Array("\\x41".utf8)), .null,
                    .blob([1]),
                ],
                [.integer(0), .real(-.greatestFiniteMagnitude), .text("\\N"), .blob([0]), .null, .null],
                [.integer(-1), .real(-.infinity), .text("?"), .null, .null, .null],
            ]
            let rows = try await database.write { connection in
                try connection.execute(
                    "CREATE TABLE t (i BIGINT, r DOUBLE PRECISION, t TEXT, b BYTEA, e BYTEA, n BYTEA)")
                for row in values { try connection.execute("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", row) }
                return try connection.query("SELECT * FROM t", [])
            }
            #expect(rows == values.map { SQLRow(columns: ["i", "r", "t", "b", "e", "n"], values: $0) })
        }
    }

    @Test func numbersOfEveryWidthAndTruthAreIntegers() async throws {
        try await Backend.postgresql.withDatabase { database in
            let rows = try await database.query("SELECT 1::SMALLINT AS a, -2 AS b, 3::BIGINT AS c, true AS d", [])
            #expect(
                rows == [
                    SQLRow(
                        columns: ["a", "b", "c", "d"], values: [.integer(1), .integer(-2), .integer(3), .integer(1)])
                ])
        }
    }

    @Test(arguments: [
        ("SELECT ?", "SELECT $1"),
        ("a = ? AND b = '?' AND c = ?", "a = $1 AND b = '?' AND c = $2"),
        ("'it''s ?' || ? || \"odd?\"", "'it''s ?' || $1 || \"odd?\""),
        ("no placeholder", "no placeholder"),
    ])
    func placeholdersAreNumberedOutsideOfQuotes(sql: String, numbered: String) {
        #expect(PostgreSQLStatement.numbered(sql) == numbered)
    }

    @Test func aTextWithANULIsRefused() async throws {
        try await Backend.postgresql.withDatabase { database in
            await #expect(throws: StoreError.unstorable("a text with a NUL cannot be stored")) {
                _ = try await database.execute("SELECT ?", [.text("a\u{0}b")])
            }
        }
    }

    @Test func anErrorNamesTheTableAndNoValue() async throws {
        try await Backend.postgresql.withDatabase { database in
            try await database.execute("CREATE TABLE t (n TEXT PRIMARY KEY CHECK (n <> 'hunter2'))", [])
            try await database.execute("INSERT INTO t (n) VALUES (?)", [.text("hunter3")])
            for (value, state) in [("hunter2", "23514"), ("hunter3", "23505")] {
                await #expect(
                    throws: StoreError.unavailable("PostgreSQL error \(state): a constraint refused the row (table t)")
                ) {
                    try await database.write { try $0.execute("INSERT INTO t (n) VALUES (?)", [.text(value)]) }
                }
            }
            await #expect(throws: StoreError.unavailable("PostgreSQL error 22P02: the statement was refused")) {
                _ = try await database.query("SELECT 1 WHERE 1 = ?", [.text("hunter2")])
            }
        }
    }

    @Test func whatTheSessionPromisesIsSet() async throws {
        try await Backend.postgresql.withDatabase { database in
            func setting(_ name: String) async throws -> String? {
                try await database.query("SELECT current_setting(?) AS value", [.text(name)]).first?.text("value")
            }
            #expect(try await setting("application_name") == "calsync")
            #expect(try await setting("statement_timeout") == "30s")
            #expect(try await setting("idle_in_transaction_session_timeout") == "30s")
            #expect(try await setting("synchronous_commit") == "on")
            #expect(try await setting("transaction_isolation") == "read committed")
            let isolation = try await database.read {
                try $0.query("SELECT current_setting('transaction_isolation') AS value", []).first?.text("value")
            }
            #expect(isolation == "repeatable read")
        }
    }

    @Test func theURLsOwnOptionsAreKept() async throws {
        let url =
            try PostgreSQLServer().url
            + "&application_name=mine&options=-cstatement_timeout%3D1234%20-csynchronous_commit%3Doff"
        let database = try await PostgreSQLServer.open(url)
        let row = try await database.query(
            """
            SELECT current_setting('statement_timeout') AS timeout, current_setting('application_name') AS name,
            current_setting('synchronous_commit') AS durable
            """, []
        ).first
        #expect(row?.text("timeout") == "1234ms")
        #expect(row?.text("name") == "mine")
        // A commit that may be lost would break what the store promises.
        #expect(row?.text("durable") == "on")
        await database.close()
    }

    @Test func aStatementThatTakesTooLongIsEnded() async throws {
        let database = try await PostgreSQLServer.open(
            try PostgreSQLServer().url + "&options=-cstatement_timeout%3D50")
        await #expect(
            throws: StoreError.unavailable(
                "PostgreSQL error 57014: the statement took longer than statement_timeout, or was cancelled")
        ) {
            _ = try await database.query("SELECT pg_sleep(60)", [])
        }
        #expect(try await database.query("SELECT 1 AS one", []).first?.integer("one") == 1)
        await database.close()
    }

    @Test func aWriteThatThrowsUndoesItselfAndTheConnectionGoesOn() async throws {
        struct Refused: Error {}
        try await Backend.postgresql.withDatabase { database in
            try await database.execute("CREATE TABLE t (n BIGINT)", [])
            await #expect(throws: Refused.self) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO t VALUES (1)")
                    throw Refused()
                }
            }
            // A closure that goes on after an error has written nothing either, and is told so.
            await #expect(throws: StoreError.self) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO t VALUES (2)")
                    _ = try? connection.execute("INSERT INTO nowhere VALUES (2)")
                }
            }
            try await database.execute("INSERT INTO t VALUES (3)", [])
            let numbers = try await database.query("SELECT n FROM t", []).map { $0.integer("n") }
            #expect(numbers == [3])
        }
    }

    @Test func aReadSeesOneState() async throws {
        try await Backend.postgresql.withURL { url in
            let database = try await PostgreSQLServer.open(url)
            let other = try await PostgreSQLServer.open(url)
            try await database.execute("CREATE TABLE t (n BIGINT)", [])
            let begun = DispatchSemaphore(value: 0)
            let written = DispatchSemaphore(value: 0)
            async let counts = database.read { connection in
                func count() throws -> Int64? {
                    try connection.query("SELECT COUNT(*) AS count FROM t", []).first?.integer("count")
                }
                let before = try count()
                begun.signal()
                written.wait()
                return (before, try count())
            }
            do {
                defer { written.signal() }
                try #require(await eventually { begun.wait(timeout: .now()) == .success })
                try await other.execute("INSERT INTO t VALUES (1)", [])
            }
            let (before, after) = try await counts
            #expect(before == 0 && after == 0)
            await database.close()
            await other.close()
        }
    }

    @Test func ofTwoTransactionsInADeadlockTheOneThatIsUndoneRunsAgain() async throws {
        try await Backend.postgresql.withDatabase { database in
            try await database.execute("CREATE TABLE t (id BIGINT, n BIGINT)", [])
            try await database.execute("INSERT INTO t VALUES (1, 0), (2, 0)", [])
            let meeting = Meeting(of: 2)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for order in [[1, 2], [2, 1]] as [[Int64]] {
                    group.addTask {
                        try await database.write { connection in
                            for id in order {
                                try connection.execute("UPDATE t SET n = n + 1 WHERE id = ?", [.integer(id)])
                                // Each holds one row before either asks for its second; a second run meets nobody.
                                meeting.arrive()
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            // Two by who won, one and two more by who did not.
            #expect(meeting.arrivals == 5)
            let numbers = try await database.query("SELECT n FROM t", []).map { $0.integer("n") }
            #expect(numbers == [2, 2])
        }
    }

    @Test func noMoreConnectionsAreOpenedThanThePoolHas() async throws {
        try await Backend.postgresql.withURL { url in
            let database = try await PostgreSQLServer.open(url + "&application_name=counted&pool=3")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<50 { group.addTask { _ = try await database.query("SELECT pg_sleep(0.005)", []) } }
                try await group.waitForAll()
            }
            let count = try await database.query(
                "SELECT COUNT(*) AS count FROM pg_stat_activity WHERE application_name = 'counted'", [])
            #expect(count.first?.integer("count") == 3)
            await database.close()
        }
    }
}

/// Lets the first few who arrive go on together; later ones pass.
private final class Meeting: @unchecked Sendable {
    private let condition = NSCondition()
    // Protected by `condition`.
    private var count = 0
    private let size: Int

    init(of size: Int) {
        self.size = size
    }

    var arrivals: Int { condition.withLock { count } }

    func arrive() {
        condition.lock()
        defer { condition.unlock() }
        count += 1
        if count >= size { condition.broadcast() }
        while count < size, condition.wait(until: Date(timeIntervalSinceNow: 20)) {}
    }
}
