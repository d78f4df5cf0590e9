public import CalendarSync

/// The store in a relational database. A row holds the columns that statements look at and the whole value as JSON.
public struct SQLStore: Store {
    let database: any SQLDatabase

    /// The database must have this version's schema: `openStore` sees to that.
    public init(database: any SQLDatabase) {
        self.database = database
    }

    /// Writes a row, so that a full or read-only disk shows.
    public func checkHealth() async throws {
        try await change(
            """
            INSERT INTO health_checks (id, count) VALUES (1, 1)
            ON CONFLICT (id) DO UPDATE SET count = health_checks.count + 1
            """)
    }

    public func close() async {
        await database.close()
    }

    /// Writes a row that nobody has changed since `revision`; 0: that nobody has written.
    ///
    /// Both statements take `row`, which ends with the key; between the columns and the key stands the new revision, and
    /// the update takes the old one last. `insert` does nothing where the key is taken.
    func compareAndSet(
        columns: [SQLValue], key: [SQLValue], at revision: Int64, insert: String, update: String,
        and further: @escaping @Sendable (any SQLConnection) throws -> Void = { _ in }
    ) async throws -> Int64 {
        let next = revision + 1
        let row = columns + [.integer(next)] + key
        let (statement, values) = revision == 0 ? (insert, row) : (update, row + [.integer(revision)])
        try await database.write { connection in
            guard try connection.execute(statement, values) == 1 else { throw StoreError.conflict }
            try further(connection)
        }
        return next
    }

    /// One statement in a transaction of its own; returns how many rows it changed.
    @discardableResult
    func change(_ sql: String, _ values: [SQLValue] = []) async throws -> Int {
        try await database.execute(sql, values)
    }

    func first<Value: Sendable>(
        _ sql: String, _ values: [SQLValue], _ read: @escaping @Sendable (SQLRow) throws -> Value
    ) async throws -> Value? {
        try await database.query(sql, values).first.map(read)
    }

    func all<Value: Sendable>(
        _ sql: String, _ values: [SQLValue], _ read: @escaping @Sendable (SQLRow) throws -> Value
    ) async throws -> [Value] {
        try await database.query(sql, values).map(read)
    }

    /// The column `count` of the one row of the answer.
    func count(_ sql: String, _ values: [SQLValue]) async throws -> Int {
        try await first(sql, values) { Int($0.integer("count") ?? 0) } ?? 0
    }

    /// The columns `class_id` and `count` of each row of the answer.
    func counts(_ sql: String, _ values: [SQLValue]) async throws -> [String: Int] {
        let counts = try await all(sql, values) { ($0.text("class_id") ?? "", Int($0.integer("count") ?? 0)) }
        return Dictionary(counts) { first, _ in first }
    }
}
