public import CalendarSync
public import Foundation

extension SQLStore {
    public func park(_ record: ParkedRecord) async throws {
        let row = try ParkedRow.values(of: record)
        try await change(
            """
            INSERT INTO parked_records (source_topic, source_partition, source_offset, source_timestamp,
                parked_key, account_id, class_id, record_key, record_value, headers, reason, waits_for, parked_at, due_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (source_topic, source_partition, source_offset) DO NOTHING
            """, row)
    }

    public func isParked(key: String) async throws -> Bool {
        try await first("SELECT number FROM parked_records WHERE parked_key = ? LIMIT 1", [.text(key)]) { _ in true }
            ?? false
    }

    public func parked(key: String, limit: Int) async throws -> [ParkedRecord] {
        try await all(
            """
            SELECT source_topic, source_partition, source_offset, source_timestamp, parked_key, account_id, class_id,
                record_key, record_value, headers, reason, waits_for, parked_at, due_at
            FROM parked_records WHERE parked_key = ? ORDER BY number LIMIT ?
            """, [.text(key), .integer(Int64(max(0, limit)))], ParkedRow.record)
    }

    public func unpark(_ record: ParkedRecord) async throws {
        let position = ParkedRow.position(of: record.record)
        try await change(
            "DELETE FROM parked_records WHERE source_topic = ? AND source_partition = ? AND source_offset = ?",
            position)
    }

    public func parkAgain(_ record: ParkedRecord) async throws {
        try await database.write { connection in
            try connection.execute(
                """
                UPDATE parked_records SET reason = ?, waits_for = ?
                WHERE source_topic = ? AND source_partition = ? AND source_offset = ?
                """,
                [.text(record.reason.rawValue), .text(ParkedRow.text(record.condition))]
                    + ParkedRow.position(of: record.record))
            // Those behind it, too: it may be settled long before them.
            try connection.execute(
                "UPDATE parked_records SET due_at = ? WHERE parked_key = ?",
                [.date(record.dueAt), .text(record.key)])
        }
    }

    /// A key is due when its first record is: those behind it wait for that one.
    public func release(waitingFor condition: ParkingCondition, at time: Date) async throws {
        // The whole key: records that came later may have been parked for being behind, and wait for nothing else.
        try await change(
            """
            UPDATE parked_records SET due_at = ?
            WHERE parked_key IN (SELECT parked_key FROM parked_records WHERE waits_for = ?)
            """, [.date(time), .text(ParkedRow.text(condition))])
    }

    public func release(accountId: String, at time: Date) async throws {
        try await change(
            """
            UPDATE parked_records SET due_at = ?
            WHERE parked_key IN (SELECT parked_key FROM parked_records WHERE account_id = ?)
            OR parked_key IN (SELECT ? || feed_id FROM links WHERE account_id = ?)
            """, [.date(time), .text(accountId), .text(Self.feedKeys), .text(accountId)])
    }

    public func parkedGroups(accountId: String) async throws -> [ParkedGroup] {
        try await all(
            """
            SELECT class_id, reason, COUNT(*) AS count, MIN(due_at) AS due_at,
                CASE WHEN parked_key LIKE ? THEN substr(parked_key, \(Self.feedKeys.count + 1)) END AS feed_id
            FROM parked_records
            WHERE account_id = ? OR parked_key IN (SELECT ? || feed_id FROM links WHERE account_id = ?)
            GROUP BY class_id, feed_id, reason
            """, [.text(Self.feedKeys + "%"), .text(accountId), .text(Self.feedKeys), .text(accountId)]
        ) { row in
            guard let dueAt = row.date("due_at") else {
                throw StoreError.corrupt(table: "parked_records", key: accountId)
            }
            return ParkedGroup(
                classId: row.text("class_id"), feedId: row.text("feed_id"), reason: try Self.reason(row),
                count: Int(row.integer("count") ?? 0), dueAt: dueAt)
        }
    }

    public func parkedCounts() async throws -> [SyncResult.Reason: Int] {
        let counts = try await all(
            "SELECT reason, COUNT(*) AS count FROM parked_records GROUP BY reason", []
        ) { row in
            (try Self.reason(row), Int(row.integer("count") ?? 0))
        }
        return Dictionary(counts) { first, _ in first }
    }

    public func parkedCount(accountId: String?) async throws -> Int {
        guard let accountId else { return try await count("SELECT COUNT(*) AS count FROM parked_records", []) }
        return try await count(
            """
            SELECT COUNT(*) AS count FROM parked_records
            WHERE account_id = ? OR parked_key IN (SELECT ? || feed_id FROM links WHERE account_id = ?)
            """, [.text(accountId), .text(Self.feedKeys), .text(accountId)])
    }

    private static func reason(_ row: SQLRow) throws -> SyncResult.Reason {
        guard let reason = row.text("reason").flatMap({ SyncResult.Reason(rawValue: $0) }) else {
            throw StoreError.corrupt(table: "parked_records", key: row.text("reason") ?? "")
        }
        return reason
    }

    /// What the key of a feed's work begins with: a ping names its feed, and not the account.
    private static let feedKeys = Feed.workKey(id: "")
}
