/// A database as the store needs it: what a driver has to offer.
public protocol SQLDatabase: Sendable {
    var dialect: SQLDialect { get }

    /// All queries of the closure see one state, which holds every write that has returned. The closure may run again
    /// where its connection broke.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value

    /// All or nothing, and durable on return. What the closure throws undoes its statements and is thrown on. The closure
    /// may run again where the database undid it: it has no other effect than its statements.
    /// - Throws: `StoreError.unavailable`, after which it may, rarely, have been written all the same: where the
    ///   connection broke while the server was committing.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value

    /// One statement that changes nothing, as `read` does it.
    func query(_ sql: String, _ values: [SQLValue]) async throws -> [SQLRow]

    /// One statement that changes rows, as `write` does it; returns how many.
    @discardableResult
    func execute(_ sql: String, _ values: [SQLValue]) async throws -> Int

    /// Returns when what was begun has ended and the connections are closed. Later calls throw `StoreError.unavailable`.
    func close() async
}

extension SQLDatabase {
    public func query(_ sql: String, _ values: [SQLValue]) async throws -> [SQLRow] {
        try await read { try $0.query(sql, values) }
    }

    @discardableResult
    public func execute(_ sql: String, _ values: [SQLValue]) async throws -> Int {
        try await write { try $0.execute(sql, values) }
    }
}
