/// A database as the store needs it: what a driver has to offer.
public protocol SQLDatabase: Sendable {
    var dialect: SQLDialect { get }

    /// All queries of the closure see one state, which holds every write that has returned.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value

    /// All or nothing, and durable on return. What the closure throws undoes its statements and is thrown on.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value

    /// Returns when what was begun has ended and the connections are closed. Later calls throw `StoreError.unavailable`.
    func close() async
}
