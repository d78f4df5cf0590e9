/// Opens the store that `STORE_URL` names, and brings it to this version's schema or sees that it has it.
/// - Parameter exclusively: as a process that serves does. A second one on the same SQLite file is refused; a look from
///   another process is not. Of PostgreSQL any number may serve.
/// - Parameter migrating: as a process that serves does. A look from the command line must not change the tables under
///   processes of another version.
/// - Parameter wrapping: what the store is to see in the place of the database.
/// - Throws: `StoreSetupError`, or `StoreError.unavailable` where the server cannot be reached, or the schema cannot be
///   changed, now.
public func openStore(
    url: String, exclusively: Bool = false, migrating: Bool = true,
    wrapping: (any SQLDatabase) -> any SQLDatabase = { $0 }
) async throws -> SQLStore {
    let database = try await openDatabase(try StoreURL(url), exclusively: exclusively)
    do {
        try await Migrator(migrations: Migration.all, applies: migrating).migrate(database)
    } catch {
        await database.close()
        throw error
    }
    return SQLStore(database: wrapping(database))
}
