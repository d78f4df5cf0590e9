import CalendarSync
import Foundation
import Testing

@testable import StoreSQL

/// A database that the store is tested on.
enum Backend: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite
    case postgresql

    var testDescription: String { rawValue }

    /// The `STORE_URL` of an empty database that lives as long as the closure runs.
    func withURL<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        switch self {
        case .sqlite:
            let folder = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            return try await body("sqlite:" + folder.appending(path: "store.db").path)
        case .postgresql: return try await PostgreSQLServer().withSchema(body)
        }
    }

    /// A database without tables.
    func withDatabase(_ body: (any SQLDatabase) async throws -> Void) async throws {
        try await withURL { url in
            let database = try await openDatabase(try StoreURL(url))
            do {
                try await body(database)
                await database.close()
            } catch {
                await database.close()
                throw error
            }
        }
    }

    /// An empty store. Tests speak to the protocol alone.
    func withStore(_ body: (any Store) async throws -> Void) async throws {
        try await withURL { url in
            let store = try await openStore(url: url)
            do {
                try await body(store)
            } catch {
                await store.close()
                throw error
            }
            await store.close()
        }
    }
}
