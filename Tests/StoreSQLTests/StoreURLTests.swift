import Testing

@testable import StoreSQL

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
        ("postgres:", .invalidPostgresURL),
        ("postgres:hunter2@host/db", .invalidPostgresURL),
        ("postgres://user:hunter2@host/db?sslmodus=require", .invalidPostgresURL),
        ("postgres://user:hunter2%zz@host/db", .invalidPostgresURL),
        ("postgres://user:hunter2@host/db?pool=0", .invalidPoolSize),
        ("postgres://user:hunter2@host/db?pool=many", .invalidPoolSize),
    ])
    func anyOtherURLIsRefusedWithTheKeyAndWithoutItsText(url: String, error: StoreSetupError) async throws {
        #expect(throws: error) { try StoreURL(url) }
        await #expect(throws: error) { try await openStore(url: url) }
        #expect(error.description.hasPrefix("STORE_URL: "))
        #expect(!error.description.contains("hunter2"))
    }

    @Test(arguments: [
        ("postgres://user:hunter2@host/db", "postgresql://user:hunter2@host/db", 8),
        ("PostgreSQL:///db?host=/run/postgresql", "postgresql:///db?host=/run/postgresql", 8),
        ("postgres://host/db?pool=20", "postgresql://host/db", 20),
        (
            "postgres://a,b:5433/db?sslmode=verify-full&pool=2&sslrootcert=/etc/ca.pem&target_session_attrs=read-write",
            "postgresql://a,b:5433/db?sslmode=verify-full&sslrootcert=/etc/ca.pem&target_session_attrs=read-write", 2
        ),
    ])
    func aServerIsNamedAsLibpqDoesItAndByTheSizeOfThePool(url: String, uri: String, poolSize: Int) throws {
        guard case .postgresql(let address) = try StoreURL(url) else {
            Issue.record("not PostgreSQL")
            return
        }
        #expect(address.uri == uri)
        #expect(address.poolSize == poolSize)
    }

    @Test func anAddressIsNeverPrintedWithItsPassword() throws {
        let url = try StoreURL("postgres://user:hunter2@host/db")
        var dumped = ""
        dump(url, to: &dumped)
        for text in ["\(url)", String(reflecting: url), dumped] { #expect(!text.contains("hunter2")) }
    }
}
