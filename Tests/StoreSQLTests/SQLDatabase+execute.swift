import StoreSQL

extension SQLDatabase {
    /// One statement in a transaction of its own.
    func execute(_ sql: String, _ values: [SQLValue] = []) async throws {
        _ = try await write { try $0.execute(sql, values) }
    }
}
