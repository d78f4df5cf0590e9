public import CalendarSync
public import Foundation

extension SQLStore {
    public func ensure(_ feed: Feed) async throws {
        let row: [SQLValue] = [.text(feed.id), .date(feed.dueAt), .integer(0), try StoredBody.encode(feed)]
        try await change(
            """
            INSERT INTO feeds (id, due_at, lease_fence, body) VALUES (?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET due_at = excluded.due_at
            WHERE feeds.due_at IS NULL OR feeds.due_at > excluded.due_at
            """, row)
    }

    public func feed(id: String) async throws -> Feed? {
        try await first("SELECT id, due_at, audit_due_at, body FROM feeds WHERE id = ?", [.text(id)], Self.feed)
    }

    public func feeds(ids: Set<String>) async throws -> [String: Feed] {
        let lists = Self.lists(of: ids.sorted())
        if lists.isEmpty { return [:] }
        return try await database.read { connection in
            var feeds: [String: Feed] = [:]
            for list in lists {
                let rows = try connection.query(
                    """
                    SELECT id, due_at, audit_due_at, body FROM feeds
                    WHERE id IN (\(Array(repeating: "?", count: list.count).joined(separator: ", ")))
                    """, list.map { .text($0) })
                for feed in try rows.map(Self.feed) { feeds[feed.id] = feed }
            }
            return feeds
        }
    }

    public func feeds(after: String?, limit: Int) async throws -> [Feed] {
        try await all(
            "SELECT id, due_at, audit_due_at, body FROM feeds WHERE id > ? ORDER BY id LIMIT ?",
            [.text(after ?? ""), .integer(Int64(max(0, limit)))], Self.feed)
    }

    public func lease(feedId: String, holder: String, now: Date, until: Date) async throws -> FeedLease? {
        try await database.write { connection in
            let taken = try connection.execute(
                """
                UPDATE feeds SET lease_holder = ?, lease_until = ?, lease_fence = lease_fence + 1
                WHERE id = ? AND (lease_holder IS NULL OR lease_holder = ? OR lease_until <= ?)
                """, [.text(holder), .date(until), .text(feedId), .text(holder), .date(now)])
            guard taken == 1 else { return nil }
            let rows = try connection.query("SELECT lease_fence FROM feeds WHERE id = ?", [.text(feedId)])
            guard let fence = rows.first?.integer("lease_fence") else {
                throw StoreError.corrupt(table: "feeds", key: feedId)
            }
            return FeedLease(feedId: feedId, holder: holder, fence: fence, until: until)
        }
    }

    public func renew(_ lease: FeedLease, until: Date) async throws -> FeedLease {
        let renewed = try await change(
            "UPDATE feeds SET lease_until = ? WHERE id = ? AND lease_fence = ? AND lease_holder = ?",
            [.date(until)] + Self.identity(of: lease))
        guard renewed == 1 else { throw StoreError.fenced }
        return FeedLease(feedId: lease.feedId, holder: lease.holder, fence: lease.fence, until: until)
    }

    public func release(_ lease: FeedLease) async throws {
        // The fence stays, so that it goes on rising.
        try await change(
            """
            UPDATE feeds SET lease_holder = NULL, lease_until = NULL
            WHERE id = ? AND lease_fence = ? AND lease_holder = ?
            """, Self.identity(of: lease))
    }

    public func save(_ feed: Feed, under lease: FeedLease) async throws {
        guard feed.id == lease.feedId else { throw StoreError.fenced }
        let row: [SQLValue] = [
            .date(feed.dueAt), .date(feed.auditDueAt), .date(feed.unreachableSince), try StoredBody.encode(feed),
        ]
        let saved = try await change(
            """
            UPDATE feeds SET due_at = ?, audit_due_at = ?, unreachable_since = ?, body = ?
            WHERE id = ? AND lease_fence = ? AND lease_holder = ?
            """,
            row + Self.identity(of: lease))
        guard saved == 1 else { throw StoreError.fenced }
    }

    /// What `id = ? AND lease_fence = ? AND lease_holder = ?` takes. A lease that has run out is still its holder's until
    /// another takes it.
    static func identity(of lease: FeedLease) -> [SQLValue] {
        [.text(lease.feedId), .integer(lease.fence), .text(lease.holder)]
    }

    static func feed(_ row: SQLRow) throws -> Feed {
        var feed = try StoredBody.decode(Feed.self, from: row, table: "feeds", key: row.text("id") ?? "")
        // These columns also move without the body.
        feed.dueAt = row.date("due_at")
        feed.auditDueAt = row.date("audit_due_at")
        return feed
    }
}
