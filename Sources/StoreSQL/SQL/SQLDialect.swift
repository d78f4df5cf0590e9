/// Where databases speak differently. Everything else is common to SQLite from 3.35 and PostgreSQL from 10:
/// `INSERT … ON CONFLICT … DO UPDATE`, `UPDATE … RETURNING`, `BIGINT`, `DOUBLE PRECISION` and `TEXT`.
public struct SQLDialect: Sendable {
    /// The type of bytes.
    public let blob: String
    /// The type of ids and names: text that is compared and ordered by its bytes, whatever the database's locale.
    public let key: String
    /// The type of a primary key that numbers rows in the order of their insertion.
    public let rowNumber: String
    /// Taken first in the transaction that migrates, where a write does not keep other writers out by itself.
    public let migrationLock: String?
    /// Ends a query for rows of a table that the same statement changes: of those who ask at once, each is given other
    /// rows, and nobody waits. Empty where a write keeps other writers out by itself.
    public let skippingLocked: @Sendable (_ table: String) -> String

    public init(
        blob: String, key: String, rowNumber: String, migrationLock: String?,
        skippingLocked: @escaping @Sendable (_ table: String) -> String
    ) {
        self.blob = blob
        self.key = key
        self.rowNumber = rowNumber
        self.migrationLock = migrationLock
        self.skippingLocked = skippingLocked
    }
}
