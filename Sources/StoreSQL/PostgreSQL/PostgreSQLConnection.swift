import CPostgres
import CalendarSync
import Foundation

/// One connection, used by one thread. Every statement is kept prepared.
///
/// PostgreSQL gives a transaction up at its first error; `failure` keeps what that was, whatever the closure made of it.
final class PostgreSQLConnection: SQLConnection {
    let handle: OpaquePointer
    private var statements: [String: PostgreSQLStatement] = [:]
    private(set) var failure: PostgreSQLFailure?
    /// Whether the server has been asked to commit: from then on a lost connection leaves open whether it has.
    private(set) var isCommitting = false

    /// Takes over a connection that is open.
    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    deinit {
        PQfinish(handle)
    }

    /// Ready for the next transaction. A server that has gone is noticed here, before anything is sent.
    func isReady() -> Bool {
        failure = nil
        isCommitting = false
        // Nothing is to be read between two transactions but a setting's news, or the end.
        if hasInput { PQconsumeInput(handle) }
        return PQstatus(handle) == CONNECTION_OK && PQtransactionStatus(handle) == PQTRANS_IDLE && !hasInput
    }

    /// One statement that the server commits by itself.
    func commit(_ sql: String, _ values: [SQLValue]) throws -> Int {
        // Prepared first: the round trip that does it is not yet the write.
        let statement = try prepared(sql)
        let parameters = try PostgreSQLParameters(values)
        isCommitting = true
        return try run(statement, parameters) { $0.count }
    }

    func execute(_ sql: String, _ values: [SQLValue]) throws -> Int {
        try run(try prepared(sql), try PostgreSQLParameters(values)) { $0.count }
    }

    func query(_ sql: String, _ values: [SQLValue]) throws -> [SQLRow] {
        try run(try prepared(sql), try PostgreSQLParameters(values)) { $0.rows }
    }

    func transaction<Value>(_ begin: String, _ body: (any SQLConnection) throws -> Value) throws -> Value {
        try command(begin)
        do {
            let value = try body(self)
            if let failure { throw failure.error }
            isCommitting = true
            try command("COMMIT")
            return value
        } catch {
            if PQstatus(handle) == CONNECTION_OK { PQclear(PQexec(handle, "ROLLBACK")) }
            throw error
        }
    }

    /// A statement without values, by the simple protocol.
    func command(_ sql: String) throws {
        PQclear(try checked(PQexec(handle, sql)))
    }

    private var hasInput: Bool {
        var descriptor = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) != 0
    }

    private func run<Value>(
        _ statement: PostgreSQLStatement, _ parameters: PostgreSQLParameters, _ read: (PostgreSQLAnswer) -> Value
    ) throws -> Value {
        let result = try checked(
            parameters.withPointers { count, values, lengths, formats in
                PQexecPrepared(handle, statement.name, count, values, lengths, formats, 1)
            })
        defer { PQclear(result) }
        return read(PostgreSQLAnswer(result: result, statement: statement))
    }

    func prepared(_ sql: String) throws -> PostgreSQLStatement {
        if let statement = statements[sql] { return statement }
        let name = "s\(statements.count)"
        PQclear(try checked(PQprepare(handle, name, PostgreSQLStatement.numbered(sql), 0, nil)))
        let description = try checked(PQdescribePrepared(handle, name))
        defer { PQclear(description) }
        let columns = 0..<PQnfields(description)
        let statement = PostgreSQLStatement(
            name: name, columns: columns.map { String(cString: PQfname(description, $0)) },
            types: columns.map { PQftype(description, $0) })
        statements[sql] = statement
        return statement
    }

    /// The caller clears the result.
    private func checked(_ result: OpaquePointer?) throws -> OpaquePointer {
        let status = PQresultStatus(result)
        if let result, status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK { return result }
        defer { PQclear(result) }
        throw fail(PostgreSQLFailure(result))
    }

    /// The first failure is the cause of those after it.
    func fail(_ latest: PostgreSQLFailure) -> StoreError {
        let first = failure ?? latest
        failure = first
        return first.error
    }
}
