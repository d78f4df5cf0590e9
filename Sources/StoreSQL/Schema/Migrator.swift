import CalendarSync

/// Brings a database to the schema of this version, in one transaction.
struct Migrator: Sendable {
    let migrations: [Migration]
    /// False: what is not there is told, and not made.
    var applies = true

    /// - Throws: `StoreSetupError.newerSchema` where a newer version has been here, `olderSchema` where it may make nothing and
    ///   would have to; nothing is changed then.
    func migrate(_ database: any SQLDatabase) async throws {
        let dialect = database.dialect
        let (migrations, applies) = (migrations, applies)
        try await database.write { connection in
            if let lock = dialect.migrationLock { _ = try connection.query(lock, []) }
            try connection.execute(
                "CREATE TABLE IF NOT EXISTS schema_migrations (name \(dialect.key) NOT NULL PRIMARY KEY)")
            let applied = try connection.query("SELECT name FROM schema_migrations ORDER BY name", [])
                .compactMap { $0.text("name") }
            if let unknown = applied.first(where: { name in !migrations.contains { $0.name == name } }) {
                throw StoreSetupError.newerSchema(migration: unknown)
            }
            for migration in migrations where !applied.contains(migration.name) {
                guard applies else { throw StoreSetupError.olderSchema(migration: migration.name) }
                for statement in migration.statements(dialect) { try connection.execute(statement) }
                try connection.execute("INSERT INTO schema_migrations (name) VALUES (?)", [.text(migration.name)])
            }
        }
    }
}
