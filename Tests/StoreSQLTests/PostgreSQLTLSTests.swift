import CalendarSync
import Foundation
import Testing

@testable import StoreSQL

/// What the URI says of TLS, against a server that speaks nothing else.
@Suite struct PostgreSQLTLSTests {
    @Test func theServersCertificateIsVerifiedAsTheURLAsks() async throws {
        try await RestartableServer.run { server in
            let port = try await server.act("tls").trimmingCharacters(in: .whitespacesAndNewlines)
            let trusted = "sslrootcert=\(server.folder.path).crt"
            func url(_ host: String, _ parameters: String) -> String {
                "postgres://calsync:calsync-tests@\(host):\(port)/postgres?hostaddr=127.0.0.1&\(parameters)"
            }
            let store = try await openStore(url: url("localhost", "sslmode=verify-full&\(trusted)"))
            let rows = try await store.database.query(
                "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", [])
            #expect(rows.map { $0.integer("ssl") } == [1])
            try await store.checkHealth()
            await store.close()

            let refused = "TLS: the certificate is not accepted (sslmode, sslrootcert)"
            for (host, parameters, reason) in [
                ("elsewhere.example", "sslmode=verify-full&\(trusted)", refused),
                ("localhost", "sslmode=verify-full&sslrootcert=/etc/ssl/certs/ca-certificates.crt", refused),
                (
                    "localhost", "sslmode=verify-full&sslrootcert=/nowhere.crt",
                    "TLS: the file of a certificate cannot be read (sslrootcert, sslcert)"
                ),
                (
                    "localhost", "sslmode=disable",
                    "the server's pg_hba.conf does not admit user, database or address"
                ),
            ] {
                await #expect(throws: StoreSetupError.cannotConnect(reason: reason)) {
                    _ = try await openStore(url: url(host, parameters))
                }
            }
        }
    }
}
