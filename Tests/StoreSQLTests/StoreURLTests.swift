import StoreSQL
import Testing

@Suite struct StoreURLTests {
    @Test(arguments: [
        ("sqlite:/var/lib/calsync/store.db", "/var/lib/calsync/store.db"),
        ("sqlite:///var/lib/calsync/store.db", "/var/lib/calsync/store.db"),
        ("SQLite:store.db", "store.db"),
        ("sqlite:/with space/a:b?c.db", "/with space/a:b?c.db"),
    ])
    func aFileIsNamedByItsPath(url: String, path: String) throws {
        #expect(try StoreURL(url) == .sqlite(path: path))
    }

    @Test(arguments: [
        ("", StoreSetupError.unknownScheme),
        ("/var/lib/store.db", .unknownScheme),
        ("mysql://host/db", .unknownScheme),
        ("sqlite:", .missingPath),
        ("sqlite:/var/lib/", .missingPath),
        ("sqlite://host/store.db", .missingPath),
        ("sqlite::memory:", .inMemory),
        ("postgres://user:hunter2@host/db", .postgresNotBuiltIn),
        ("postgresql:///db?host=/run/postgresql", .postgresNotBuiltIn),
    ])
    func anyOtherURLIsRefusedWithTheKeyAndWithoutItsText(url: String, error: StoreSetupError) async throws {
        #expect(throws: error) { try StoreURL(url) }
        await #expect(throws: error) { try await openStore(url: url) }
        #expect(error.description.hasPrefix("STORE_URL: "))
        #expect(!error.description.contains("hunter2"))
    }

    @Test func postgresIsRefusedInWords() {
        #expect(StoreSetupError.postgresNotBuiltIn.description.contains("PostgreSQL is not built in yet"))
    }
}
