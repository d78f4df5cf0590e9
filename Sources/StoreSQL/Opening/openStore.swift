import Foundation

/// Opens the store that `STORE_URL` names and brings it to this version's schema.
/// - Throws: `StoreSetupError`, or `StoreError.unavailable` where the schema cannot be changed now.
public func openStore(url: String) async throws -> SQLStore {
    let database =
        switch try StoreURL(url) {
        case .sqlite(let path): try await Thread.run("store-open") { try SQLiteDatabase(path: path) }
        }
    do {
        try await Migrator(migrations: Migration.all).migrate(database)
    } catch {
        await database.close()
        throw error
    }
    return SQLStore(database: database)
}
