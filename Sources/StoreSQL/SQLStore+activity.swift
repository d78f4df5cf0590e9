public import CalendarSync
public import Foundation

extension SQLStore {
    public func record(_ entries: [ActivityEntry], now: Date) async throws {
        let rows = try entries.map { entry -> [SQLValue] in
            [
                .text(entry.accountId), .text(entry.classId ?? ""), .text(entry.id), .date(entry.at),
                try StoredBody.encode(entry),
            ]
        }
        let classes = Set(rows.map { Array($0.prefix(2)) })
        try await database.write { connection in
            try connection.execute(
                """
                INSERT INTO activity (account_id, class_id, id, happened_at, body) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (account_id, class_id, id) DO NOTHING
                """, rows: rows)
            try connection.execute(
                "DELETE FROM activity WHERE happened_at < ?",
                [.date(now.addingTimeInterval(-ActivityEntry.lifetime))])
            try connection.execute(
                """
                DELETE FROM activity WHERE account_id = ? AND class_id = ? AND id NOT IN (
                    SELECT id FROM activity WHERE account_id = ? AND class_id = ?
                    ORDER BY happened_at DESC, id DESC LIMIT \(ActivityEntry.mostPerClass))
                """, rows: classes.map { $0 + $0 })
        }
    }

    public func activity(
        accountId: String, classId: String?, after: ActivityCursor?, limit: Int
    ) async throws -> [ActivityEntry] {
        var conditions = ["account_id = ?"]
        var values: [SQLValue] = [.text(accountId)]
        if let classId {
            conditions.append("class_id = ?")
            values.append(.text(classId))
        }
        if let after {
            conditions.append("(happened_at, id, class_id) < (?, ?, ?)")
            values += [.date(after.at), .text(after.id), .text(after.classId)]
        }
        return try await all(
            """
            SELECT id, body FROM activity WHERE \(conditions.joined(separator: " AND "))
            ORDER BY happened_at DESC, id DESC, class_id DESC LIMIT ?
            """, values + [.integer(Int64(max(0, limit)))]
        ) { row in
            try StoredBody.decode(ActivityEntry.self, from: row, table: "activity", key: row.text("id") ?? "")
        }
    }
}
