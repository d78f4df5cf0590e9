public import CalendarSync
public import Foundation

extension SQLStore {
    public func accounts(after: String?, limit: Int) async throws -> [String] {
        // No account has the empty id, so it stands before the first.
        let last = SQLValue.text(after ?? "")
        return try await all(
            """
            SELECT account_id FROM integrations WHERE account_id > ?
            UNION SELECT account_id FROM links WHERE account_id > ?
            UNION SELECT account_id FROM classes WHERE account_id > ?
            ORDER BY account_id LIMIT ?
            """, [last, last, last, .integer(Int64(max(0, limit)))]
        ) { $0.text("account_id") ?? "" }
    }

    public func integration(id: String) async throws -> Integration? {
        try await first("SELECT id, revision, body FROM integrations WHERE id = ?", [.text(id)], Self.integration)
    }

    public func integrations(after: String?, limit: Int) async throws -> [Integration] {
        try await all(
            "SELECT id, revision, body FROM integrations WHERE id > ? ORDER BY id LIMIT ?",
            [.text(after ?? ""), .integer(Int64(max(0, limit)))], Self.integration)
    }

    public func integrations(accountId: String) async throws -> [Integration] {
        try await all(
            "SELECT id, revision, body FROM integrations WHERE account_id = ? ORDER BY connected_at, id",
            [.text(accountId)], Self.integration)
    }

    public func integrations(subject: String) async throws -> [Integration] {
        try await all(
            "SELECT id, revision, body FROM integrations WHERE subject = ? ORDER BY id", [.text(subject)],
            Self.integration)
    }

    @discardableResult
    public func save(_ integration: Integration) async throws -> Int64 {
        try await compareAndSet(
            columns: [
                .text(integration.accountId), .text(integration.subject), .date(integration.connectedAt),
                try StoredBody.encode(integration),
            ],
            key: [.text(integration.id)], at: integration.revision,
            insert: """
                INSERT INTO integrations (account_id, subject, connected_at, body, revision, id)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO NOTHING
                """,
            update: """
                UPDATE integrations SET account_id = ?, subject = ?, connected_at = ?, body = ?, revision = ?
                WHERE id = ? AND revision = ?
                """)
    }

    public func begin(_ authorization: PendingAuthorization) async throws {
        let row: [SQLValue] = [
            .text(authorization.state), .date(authorization.expiresAt), try StoredBody.encode(authorization),
        ]
        let inserted = try await change(
            """
            INSERT INTO authorizations (state, expires_at, body) VALUES (?, ?, ?)
            ON CONFLICT (state) DO NOTHING
            """, row)
        guard inserted == 1 else { throw StoreError.conflict }
    }

    public func takeAuthorization(state: String, now: Date) async throws -> PendingAuthorization? {
        try await database.write { connection in
            // Those that were begun and never came back go with this one.
            try connection.execute("DELETE FROM authorizations WHERE expires_at <= ?", [.date(now)])
            let rows = try connection.query("SELECT body FROM authorizations WHERE state = ?", [.text(state)])
            guard let row = rows.first,
                // Of two that take it at once, one deletes it.
                try connection.execute("DELETE FROM authorizations WHERE state = ?", [.text(state)]) == 1
            else { return nil }
            return try StoredBody.decode(PendingAuthorization.self, from: row, table: "authorizations", key: state)
        }
    }

    private static func integration(_ row: SQLRow) throws -> Integration {
        let id = row.text("id") ?? ""
        var integration = try StoredBody.decode(Integration.self, from: row, table: "integrations", key: id)
        integration.revision = row.integer("revision") ?? integration.revision
        return integration
    }
}
