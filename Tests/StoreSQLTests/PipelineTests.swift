import CalendarSync
import Foundation
import Testing

@testable import StoreSQL

/// One statement for many rows, which a driver may send without waiting for each answer.
@Suite struct PipelineTests {
    @Test(arguments: Backend.allCases, [0, 1, 2, 199, 200, 201, 1_000]) func everyRowIsWrittenInItsTurn(
        backend: Backend, size: Int
    ) async throws {
        try await backend.withDatabase { database in
            let number = database.dialect.rowNumber
            try await database.execute("CREATE TABLE t (id \(number), n BIGINT, body TEXT)", [])
            let body = String(repeating: "é", count: 2_000)
            let inserted = try await database.write { connection in
                try connection.execute(
                    "INSERT INTO t (n, body) VALUES (?, ?)",
                    rows: (0..<size).map { [.integer(Int64($0)), .text(body)] })
            }
            #expect(inserted == size)
            let numbers = try await database.query("SELECT n FROM t ORDER BY id", []).map { $0.integer("n") }
            #expect(numbers == (0..<size).map { Int64($0) })
            let changed = try await database.write { connection in
                try connection.execute(
                    "UPDATE t SET body = ? WHERE n = ?", rows: (0..<2 * size).map { [.null, .integer(Int64($0))] })
            }
            #expect(changed == size)
        }
    }

    @Test(arguments: Backend.allCases, [3, 450]) func aRowThatIsRefusedUndoesAllAndTheConnectionGoesOn(
        backend: Backend, bad: Int64
    ) async throws {
        try await backend.withDatabase { database in
            try await database.execute("CREATE TABLE t (n BIGINT CHECK (n <> \(bad)))", [])
            do {
                _ = try await database.write { connection in
                    try connection.execute("INSERT INTO t VALUES (?)", rows: (0..<500).map { [.integer($0)] })
                }
                Issue.record("a row should have been refused")
            } catch StoreError.unavailable(let text) {
                #expect(text.contains(backend == .sqlite ? "CHECK" : "23514"))
            }
            for _ in 0..<10 { try await database.execute("INSERT INTO t VALUES (?)", [.integer(-1)]) }
            let numbers = try await database.query("SELECT n FROM t", []).map { $0.integer("n") }
            #expect(numbers == Array(repeating: -1, count: 10))
        }
    }
}
