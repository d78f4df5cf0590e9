import CalendarSync
import Foundation
import StoreSQL
import Testing

/// A database that the store is tested on.
enum Backend: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite

    var testDescription: String { rawValue }

    /// The `STORE_URL` of an empty database that lives as long as the closure runs.
    func withURL<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        switch self {
        case .sqlite:
            let folder = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            return try await body("sqlite:" + folder.appending(path: "store.db").path)
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
