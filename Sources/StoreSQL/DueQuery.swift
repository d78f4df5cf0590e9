/// The rows of a table that are due, to be looked at or to be taken. The values are those of `source`, and how many.
struct DueQuery {
    let table: String
    /// The column that says from when on a row is due, and until when it is taken.
    let dueColumn: String
    let key: [String]
    /// What is read of each row.
    let columns: [String]
    /// All between FROM and LIMIT. Other tables may be joined.
    let source: String

    var looking: String { select(columns) }

    /// Takes the rows and returns them as they are then. Its last value is the time until which.
    func taking(in dialect: SQLDialect) -> String {
        let key = key.joined(separator: ", ")
        return """
            WITH due AS (\(select(self.key)) \(dialect.skippingLocked(table)))
            UPDATE \(table) SET \(dueColumn) = ? WHERE (\(key)) IN (SELECT \(key) FROM due)
            RETURNING \(columns.joined(separator: ", "))
            """
    }

    private func select(_ columns: [String]) -> String {
        "SELECT \(columns.map { "\(table).\($0)" }.joined(separator: ", ")) FROM \(source) LIMIT ?"
    }
}
