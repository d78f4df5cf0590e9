import Foundation
import Testing

@testable import StoreSQL

/// The PostgreSQL server of the tests' environment, shared by all of them: each test has a schema of its own.
struct PostgreSQLServer {
    struct Missing: Error, CustomStringConvertible {
        let description = """
            CALSYNC_TEST_POSTGRES is not set: run the tests by deploy/test.sh, which starts a PostgreSQL server for them
            """
    }

    let url: String

    init(url: String? = ProcessInfo.processInfo.environment["CALSYNC_TEST_POSTGRES"]) throws {
        guard let url, !url.isEmpty else { throw Missing() }
        self.url = url
    }

    /// The `STORE_URL` of an empty schema that lives as long as the closure runs.
    func withSchema<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let schema = "test_" + UUID().uuidString.lowercased().replacing("-", with: "_")
        try await administer("CREATE SCHEMA \(schema)")
        do {
            let value = try await body("\(url)&pool=4&options=-csearch_path%3D\(schema)")
            try await administer("DROP SCHEMA \(schema) CASCADE")
            return value
        } catch {
            try? await administer("DROP SCHEMA \(schema) CASCADE")
            throw error
        }
    }

    func administer(_ sql: String) async throws {
        let database = try await Self.open(url)
        do {
            try await database.execute(sql, [])
        } catch {
            await database.close()
            throw error
        }
        await database.close()
    }

    static func open(_ url: String) async throws -> PostgreSQLDatabase {
        guard case .postgresql(let address) = try StoreURL(url) else { throw StoreSetupError.unknownScheme }
        return try await PostgreSQLDatabase.open(address)
    }
}
