public import CalendarSync
import Foundation

extension SQLStore {
    public func begin(_ unlinking: Unlinking) async throws {
        let link = unlinking.link
        let key: [SQLValue] = [.text(link.accountId), .text(link.classId)]
        let body = try StoredBody.encode(unlinking)
        let due = SQLValue.date(unlinking.requestedAt.addingTimeInterval(Unlinking.patience))
        try await database.write { connection in
            let removed = try connection.execute(
                "DELETE FROM links WHERE account_id = ? AND class_id = ? AND revision = ?",
                key + [.integer(link.revision)])
            guard removed == 1 else { throw StoreError.conflict }
            // The revision goes on rising, so that a worker still at the earlier unlinking cannot save it over this one.
            try connection.execute(
                """
                INSERT INTO unlinkings (account_id, class_id, is_done, due_at, revision, body) VALUES (?, ?, 0, ?, 1, ?)
                ON CONFLICT (account_id, class_id) DO UPDATE SET is_done = 0, due_at = excluded.due_at,
                    revision = unlinkings.revision + 1, body = excluded.body
                """, key + [due, body])
        }
    }

    public func unlinking(_ key: ClassKey) async throws -> Unlinking? {
        try await first(
            "SELECT account_id, class_id, revision, body FROM unlinkings WHERE account_id = ? AND class_id = ?",
            [.text(key.accountId), .text(key.classId)], Self.unlinking)
    }

    public func unlinkings(accountId: String) async throws -> [Unlinking] {
        try await all(
            """
            SELECT account_id, class_id, revision, body FROM unlinkings WHERE account_id = ? AND is_done = 0
            ORDER BY class_id
            """, [.text(accountId)], Self.unlinking)
    }

    @discardableResult
    public func save(_ unlinking: Unlinking) async throws -> Int64 {
        let key = unlinking.classKey
        let next = unlinking.revision + 1
        let saved = try await change(
            """
            UPDATE unlinkings SET is_done = ?, revision = ?, body = ?
            WHERE account_id = ? AND class_id = ? AND revision = ?
            """,
            [
                .integer(unlinking.certificate == nil ? 0 : 1), .integer(next), try StoredBody.encode(unlinking),
                .text(key.accountId), .text(key.classId), .integer(unlinking.revision),
            ])
        guard saved == 1 else { throw StoreError.conflict }
        return next
    }

    static func unlinking(_ row: SQLRow) throws -> Unlinking {
        let key = "\(row.text("account_id") ?? "")/\(row.text("class_id") ?? "")"
        var unlinking = try StoredBody.decode(Unlinking.self, from: row, table: "unlinkings", key: key)
        unlinking.revision = row.integer("revision") ?? unlinking.revision
        return unlinking
    }
}
