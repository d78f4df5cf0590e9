import CalendarSync
import Foundation
import StoreSQL
import Testing

@Suite struct ExclusiveStoreTests {
    @Test func aSecondServerOnOneSQLiteFileIsSentToPostgreSQL() async throws {
        try await Backend.sqlite.withURL { url in
            let first = try await openStore(url: url, exclusively: true)
            let path = String(url.dropFirst("sqlite:".count))
            await #expect(throws: StoreSetupError.servedElsewhere(path: path)) {
                _ = try await openStore(url: url, exclusively: true)
            }
            #expect(StoreSetupError.servedElsewhere(path: path).description.contains("use PostgreSQL"))

            // Another name of the same file.
            let alias = path + ".alias"
            try FileManager.default.createSymbolicLink(atPath: alias, withDestinationPath: path)
            await #expect(throws: StoreSetupError.servedElsewhere(path: alias)) {
                _ = try await openStore(url: "sqlite:" + alias, exclusively: true)
            }

            // A look, as of the audit command.
            let look = try await openStore(url: url)
            try await look.checkHealth()
            await look.close()

            await first.close()
            let second = try await openStore(url: url, exclusively: true)
            try await second.checkHealth()
            await second.close()
        }
    }

    @Test func theLockEndsWithTheProcess() async throws {
        try await Backend.sqlite.withURL { url in
            await #expect(processExitsWith: .signal(SIGKILL)) { [url = url as String] in
                let store = try await openStore(url: url, exclusively: true)
                try await store.checkHealth()
                kill(getpid(), SIGKILL)
            }
            let store = try await openStore(url: url, exclusively: true)
            await store.close()
        }
    }

    @Test func anyNumberMayServeFromPostgreSQL() async throws {
        try await Backend.postgresql.withURL { url in
            let first = try await openStore(url: url, exclusively: true)
            let second = try await openStore(url: url, exclusively: true)
            try await first.save(Sample.booking("9001"))
            #expect(try await second.booking(accountId: "42", subscriptionId: "9001") != nil)
            await first.close()
            await second.close()
        }
    }
}
