import CalendarSync
import Foundation
import Testing

@testable import StoreSQL

/// The server ends a connection amid a statement.
@Suite struct LostConnectionTests {
    @Test func aReadRunsAgain() async throws {
        try await withTable { database, end in
            let runs = Tally()
            async let answer = database.read { connection in
                runs.save("run")
                if runs.saved.count == 1 { _ = try connection.query("SELECT pg_sleep(60)", []) }
                return try connection.query("SELECT COUNT(*) AS count FROM t", []).first?.integer("count")
            }
            try await end()
            #expect(try await answer == 0)
            #expect(runs.saved.count == 2)
        }
    }

    @Test func aReadIsNotRunForEver() async throws {
        try await withTable { database, end in
            let answer = Task { try await database.query("SELECT pg_sleep(60)", []) }
            try await end()
            try await end()
            do {
                _ = try await answer.value
                Issue.record("there should be no answer")
            } catch StoreError.unavailable(let text) {
                // Whichever libpq comes to know first: the server's last word, or the end.
                #expect(
                    [
                        "PostgreSQL error 57P01: the server is shutting down", "PostgreSQL: the connection was lost",
                    ].contains(text))
            }
        }
    }

    @Test func aWriteThatHadNotBegunToCommitRunsAgain() async throws {
        try await withTable { database, end in
            let runs = Tally()
            async let written: Void = database.write { connection in
                runs.save("run")
                try connection.execute("INSERT INTO t VALUES (1)")
                if runs.saved.count == 1 { _ = try connection.query("SELECT pg_sleep(60)", []) }
            }
            try await end()
            try await written
            #expect(runs.saved.count == 2)
            #expect(try await count(database) == 1)
        }
    }

    /// What the server did with it is not known, so it is not done twice.
    @Test func aWriteThatTheServerWasToCommitDoesNot() async throws {
        try await withTable { database, end in
            let written = Task { try await database.execute("INSERT INTO t SELECT 1 FROM pg_sleep(60)", []) }
            try await end()
            await #expect(throws: StoreError.unavailable("PostgreSQL: the connection was lost during a commit")) {
                _ = try await written.value
            }
            #expect(try await count(database) == 0)
        }
    }

    private func count(_ database: PostgreSQLDatabase) async throws -> Int64? {
        try await database.query("SELECT COUNT(*) AS count FROM t", []).first?.integer("count")
    }

    /// `end` waits for a statement of the database and ends its connection.
    private func withTable(
        _ body: (PostgreSQLDatabase, _ end: @Sendable () async throws -> Void) async throws -> Void
    ) async throws {
        try await Backend.postgresql.withURL { url in
            let name = "lost \(UUID().uuidString)"
            let database = try await PostgreSQLServer.open(
                url + "&application_name=" + name.replacing(" ", with: "%20"))
            let other = try await PostgreSQLServer.open(url)
            try await database.execute("CREATE TABLE t (n BIGINT)", [])
            try await body(database) {
                let deadline = ContinuousClock.now + .seconds(20)
                while true {
                    let ended = try await other.query(
                        """
                        SELECT pg_terminate_backend(pid, 5000) AS is_ended FROM pg_stat_activity
                        WHERE application_name = ? AND wait_event = 'PgSleep'
                        """, [.text(name)])
                    if !ended.isEmpty { return }
                    try #require(ContinuousClock.now < deadline, "no statement came")
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
            await database.close()
            await other.close()
        }
    }
}
