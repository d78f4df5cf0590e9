import Foundation

/// The driver for the URL's scheme.
func openDatabase(_ url: StoreURL, exclusively: Bool = false) async throws -> any SQLDatabase {
    switch url {
    case .sqlite(let path):
        try await Thread.run("store-open") { try SQLiteDatabase(path: path, exclusively: exclusively) }
    case .postgresql(let address): try await PostgreSQLDatabase.open(address)
    }
}
