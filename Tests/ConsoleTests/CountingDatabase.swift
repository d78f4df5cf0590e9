import StoreSQL
import Synchronization

/// Counts the statements that a database is asked for.
final class CountingDatabase: SQLDatabase {
    /// What a database is wrapped in is known only once it is open.
    final class Count: Sendable {
        private let value = Mutex(0)

        var statements: Int { value.withLock { $0 } }

        fileprivate func add() { value.withLock { $0 += 1 } }
    }

    private struct Connection: SQLConnection {
        let connection: any SQLConnection
        let count: Count

        func execute(_ sql: String, _ values: [SQLValue]) throws -> Int {
            count.add()
            return try connection.execute(sql, values)
        }

        func query(_ sql: String, _ values: [SQLValue]) throws -> [SQLRow] {
            count.add()
            return try connection.query(sql, values)
        }
    }

    private let database: any SQLDatabase
    private let count: Count

    init(_ database: any SQLDatabase, count: Count) {
        self.database = database
        self.count = count
    }

    var dialect: SQLDialect { database.dialect }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await database.read { [count] in try body(Connection(connection: $0, count: count)) }
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await database.write { [count] in try body(Connection(connection: $0, count: count)) }
    }

    func close() async { await database.close() }
}
