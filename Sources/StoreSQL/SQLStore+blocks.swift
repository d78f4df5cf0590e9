public import CalendarSync
public import Foundation

extension SQLStore {
    /// How many ids one statement takes. A shorter list is filled up by repeating its last id, so that there are few
    /// different statements to keep prepared.
    private static let listSizes = [1, 8, 64, 512]

    public func blocks(of key: ClassKey, feedId: String, sourceIds: [String]) async throws -> [StoredBlock] {
        let lists = Self.lists(of: Set(sourceIds).sorted())
        return try await database.read { connection in
            try lists.flatMap { list in
                try connection.query(
                    """
                    SELECT block_id, body FROM blocks WHERE account_id = ? AND class_id = ? AND feed_id = ?
                    AND source_id IN (\(Array(repeating: "?", count: list.count).joined(separator: ", ")))
                    ORDER BY source_id, block_id
                    """, [.text(key.accountId), .text(key.classId), .text(feedId)] + list.map { .text($0) }
                ).map(Self.block)
            }
        }
    }

    public func blocks(of key: ClassKey, feedId: String) async throws -> [StoredBlock] {
        try await all(
            """
            SELECT block_id, body FROM blocks WHERE account_id = ? AND class_id = ? AND feed_id = ?
            ORDER BY source_id, block_id
            """, [.text(key.accountId), .text(key.classId), .text(feedId)], Self.block)
    }

    public func blocks(of key: ClassKey, feedId: String, within bounds: DateInterval) async throws -> [StoredBlock] {
        // Blocks that were written before there was the column have no start there.
        try await all(
            """
            SELECT block_id, body FROM blocks WHERE account_id = ? AND class_id = ? AND feed_id = ?
            AND ends_at > ? AND (starts_at IS NULL OR starts_at < ?) ORDER BY ends_at, block_id
            """,
            [.text(key.accountId), .text(key.classId), .text(feedId), .date(bounds.start), .date(bounds.end)],
            Self.block
        ).filter { $0.block.interval.startsAt < bounds.end }
    }

    public func classesWithBlocks(feedId: String) async throws -> [ClassKey] {
        try await all(
            "SELECT DISTINCT account_id, class_id FROM blocks WHERE feed_id = ? ORDER BY account_id, class_id",
            [.text(feedId)]
        ) { row in
            guard let accountId = row.text("account_id"), let classId = row.text("class_id") else {
                throw StoreError.corrupt(table: "blocks", key: feedId)
            }
            return ClassKey(accountId: accountId, classId: classId)
        }
    }

    /// Blocks that have been written and not yet removed; one whose write is under way may not stand.
    public func blockCount(of key: ClassKey) async throws -> Int {
        try await count(
            "SELECT COUNT(*) AS count FROM blocks WHERE account_id = ? AND class_id = ? AND state <> ?",
            [.text(key.accountId), .text(key.classId), .text(StoredBlock.State.writing.rawValue)])
    }

    public func blockCounts(accountId: String) async throws -> [String: Int] {
        try await counts(
            "SELECT class_id, COUNT(*) AS count FROM blocks WHERE account_id = ? AND state <> ? GROUP BY class_id",
            [.text(accountId), .text(StoredBlock.State.writing.rawValue)])
    }

    public func apply(store: [StoredBlock], forget: [StoredBlock], under lease: FeedLease) async throws {
        // The lease gives no right to the blocks of another feed.
        guard (store + forget).allSatisfy({ $0.block.feedId == lease.feedId }) else { throw StoreError.fenced }
        let rows = try store.map(Self.row)
        let forgotten = forget.map { $0.block.blockId }
        try await database.write { connection in
            try Self.hold(lease, connection)
            try connection.execute(
                """
                INSERT INTO blocks
                    (block_id, account_id, class_id, feed_id, source_id, state, starts_at, ends_at, reading, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
                ON CONFLICT (block_id) DO UPDATE SET account_id = excluded.account_id,
                    class_id = excluded.class_id, feed_id = excluded.feed_id, source_id = excluded.source_id,
                    state = excluded.state, starts_at = excluded.starts_at, ends_at = excluded.ends_at, body = excluded.body
                """, rows: rows)
            // A class linked anew through another integration has the same block ids under another feed.
            try connection.execute(
                "DELETE FROM blocks WHERE block_id = ? AND feed_id = ?",
                rows: forgotten.map { [.text($0), .text(lease.feedId)] })
        }
    }

    /// Changes nothing, but holds the row: no other worker takes the lease before this is committed.
    static func hold(_ lease: FeedLease, _ connection: any SQLConnection) throws {
        let held = try connection.execute(
            "UPDATE feeds SET lease_fence = lease_fence WHERE id = ? AND lease_fence = ? AND lease_holder = ?",
            identity(of: lease))
        guard held == 1 else { throw StoreError.fenced }
    }

    private static func row(_ stored: StoredBlock) throws -> [SQLValue] {
        let block = stored.block
        return [
            .text(block.blockId), .text(block.accountId), .text(block.classId), .text(block.feedId),
            .text(block.sourceId), .text(stored.state.rawValue), .date(block.interval.startsAt),
            .date(block.interval.endsAt),
            try StoredBody.encode(stored),
        ]
    }

    static func block(_ row: SQLRow) throws -> StoredBlock {
        try StoredBody.decode(StoredBlock.self, from: row, table: "blocks", key: row.text("block_id") ?? "")
    }

    static func lists(of ids: [String]) -> [[String]] {
        var lists: [[String]] = []
        var rest = ids[...]
        while let last = rest.last {
            let size = listSizes.first { $0 >= rest.count } ?? listSizes.last ?? 1
            let list = Array(rest.prefix(size))
            rest = rest.dropFirst(size)
            lists.append(list + Array(repeating: last, count: size - list.count))
        }
        return lists
    }
}
