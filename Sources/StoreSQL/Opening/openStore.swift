/// Opens the store that `STORE_URL` names and brings it to this version's schema.
/// - Parameter exclusively: as a process that serves does. A second one on the same SQLite file is refused; a look from
///   another process is not. Of PostgreSQL any number may serve.
/// - Parameter wrapping: what the store is to see in the place of the database.
/// - Throws: `StoreSetupError`, or `StoreError.unavailable` where the server cannot be reached, or the schema cannot be
///   changed, now.
public func openStore(
    url: String, exclusively: Bool = false, wrapping: (any SQLDatabase) -> any SQLDatabase = { $0 }
) async throws -> SQLStore {
    let database = try await openDatabase(try StoreURL(url), exclusively: exclusively)
    do {
        try await Migrator(migrations: Migration.all).migrate(database)
    } catch {
        await database.close()
        throw error
    }
    return SQLStore(database: wrapping(database))
}
