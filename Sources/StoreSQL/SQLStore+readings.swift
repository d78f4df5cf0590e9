public import CalendarSync
public import Foundation

extension SQLStore {
    public func sourceCount(of key: ClassKey, feedId: String, endingAfter time: Date) async throws -> Int {
        try await count(
            """
            SELECT COUNT(DISTINCT source_id) AS count FROM blocks
            WHERE account_id = ? AND class_id = ? AND feed_id = ? AND ends_at > ?
            """, [.text(key.accountId), .text(key.classId), .text(feedId), .date(time)])
    }

    public func unseenBlocks(of key: ClassKey, feedId: String, reading: Int64) async throws -> [UnseenBlock] {
        try await all(
            """
            SELECT block_id, reading, body, CASE WHEN EXISTS (
                SELECT 1 FROM blocks AS seen WHERE seen.account_id = blocks.account_id
                AND seen.class_id = blocks.class_id AND seen.feed_id = blocks.feed_id
                AND seen.source_id = blocks.source_id AND seen.reading = ?
            ) THEN 1 ELSE 0 END AS source_is_seen
            FROM blocks WHERE account_id = ? AND class_id = ? AND feed_id = ? AND reading <> ?
            ORDER BY source_id, block_id
            """, [.integer(reading), .text(key.accountId), .text(key.classId), .text(feedId), .integer(reading)]
        ) { row in
            UnseenBlock(
                stored: try Self.block(row), isChoice: row.integer("reading") == -reading,
                sourceIsSeen: row.integer("source_is_seen") == 1)
        }
    }

    public func mark(_ blockIds: [String], reading: Int64, under lease: FeedLease) async throws {
        if blockIds.isEmpty { return }
        let lists = Self.lists(of: blockIds)
        try await database.write { connection in
            try Self.hold(lease, connection)
            for list in lists {
                try connection.execute(
                    """
                    UPDATE blocks SET reading = ? WHERE feed_id = ?
                    AND block_id IN (\(Array(repeating: "?", count: list.count).joined(separator: ", ")))
                    """, [.integer(reading), .text(lease.feedId)] + list.map { .text($0) })
            }
        }
    }
}
