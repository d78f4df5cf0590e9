/// One connection within one transaction. Placeholders are `?`, in order; a driver whose database numbers them rewrites
/// the statement. Statements never hold a value, so each is prepared once.
public protocol SQLConnection {
    /// Returns how many rows the statement inserted, changed or deleted.
    /// - Throws: `StoreError.unavailable`, `StoreError.unstorable`
    @discardableResult
    func execute(_ sql: String, _ values: [SQLValue]) throws -> Int

    /// The statement once for each row of values, where no row needs to know of those before; returns how many rows it
    /// changed in all.
    /// - Throws: `StoreError.unavailable`, `StoreError.unstorable`
    @discardableResult
    func execute(_ sql: String, rows: [[SQLValue]]) throws -> Int

    /// - Throws: `StoreError.unavailable`, `StoreError.unstorable`
    func query(_ sql: String, _ values: [SQLValue]) throws -> [SQLRow]
}

extension SQLConnection {
    @discardableResult
    public func execute(_ sql: String, rows: [[SQLValue]]) throws -> Int {
        try rows.reduce(0) { try $0 + execute(sql, $1) }
    }

    @discardableResult
    func execute(_ sql: String) throws -> Int {
        try execute(sql, [])
    }
}
