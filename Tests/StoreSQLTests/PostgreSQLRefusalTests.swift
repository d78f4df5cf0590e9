import CalendarSync
import Foundation
import Testing

@testable import StoreSQL

@Suite struct PostgreSQLRefusalTests {
    @Test func testsWithoutAServerSayWhereItComesFrom() throws {
        for url in [nil, ""] as [String?] {
            #expect(throws: PostgreSQLServer.Missing.self) { try PostgreSQLServer(url: url) }
        }
        #expect(PostgreSQLServer.Missing().description.contains("deploy/test.sh"))
    }

    @Test func aWrongPasswordIsAMatterOfConfigurationAndNeverShown() async throws {
        let url = try PostgreSQLServer().url.replacing("calsync-tests", with: "hunter2")
        do {
            _ = try await openStore(url: url)
            Issue.record("the password is wrong")
        } catch let error as StoreSetupError {
            #expect(error == .cannotConnect(reason: "the server does not accept user and password"))
            #expect(!"\(error) \(String(reflecting: error))".contains("hunter2"))
        }
    }

    @Test func aDatabaseThatIsNotThereIsAMatterOfConfiguration() async throws {
        let url = try PostgreSQLServer().url.replacing("/postgres?", with: "/nowhere?")
        await #expect(
            throws: StoreSetupError.cannotConnect(
                reason: "the database or the role does not exist")
        ) { _ = try await openStore(url: url) }
    }

    @Test func aDatabaseOfAnotherEncodingIsRefused() async throws {
        let server = try PostgreSQLServer()
        let name = "latin_" + UUID().uuidString.prefix(8).lowercased()
        try await server.administer(
            "CREATE DATABASE \(name) ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        let url = server.url.replacing("/postgres?", with: "/\(name)?")
        await #expect(
            throws: StoreSetupError.cannotConnect(
                reason: "the database's encoding is not UTF8; make one with ENCODING 'UTF8'")
        ) { _ = try await openStore(url: url) }
        try await server.administer("DROP DATABASE \(name)")
    }

    @Test func aServerThatIsAwayMayComeBack() async throws {
        // Nobody listens at the first port of all.
        await #expect(throws: StoreError.unavailable("PostgreSQL: the server refuses connections")) {
            _ = try await openStore(url: "postgres://user:hunter2@127.0.0.1:1/db")
        }
    }

    /// A part of the password stands where libpq looks for the host, and libpq's own message would quote it.
    @Test func aPasswordThatIsNotEncodedIsNotQuoted() async throws {
        do {
            _ = try await openStore(url: "postgres://user:hun/ter2@127.0.0.1:1/db")
            Issue.record("there is no such server")
        } catch {
            #expect(!"\(error)".contains("ter2") && !String(reflecting: error).contains("ter2"))
            #expect(!"\(error)".contains("hun"))
        }
    }

    @Test func tlsThatTheServerDoesNotOfferIsAMatterOfConfiguration() {
        let message = "connection to server failed: server does not support SSL, but SSL was required"
        #expect(PostgreSQLRefusal(message: message) == .misconfigured("the server offers no TLS"))
    }
}
