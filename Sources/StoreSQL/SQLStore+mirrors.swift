public import CalendarSync
public import Foundation

extension SQLStore {
    public func subscriptions(ofMirrors eventIds: [String], accountId: String) async throws -> [String: String] {
        try await subscriptions(eventIds, accountId, where: "")
    }

    public func subscriptions(
        ofDivergedMirrors eventIds: [String], accountId: String
    ) async throws -> [String: String] {
        try await subscriptions(eventIds, accountId, where: "AND is_diverged = 1")
    }

    private func subscriptions(
        _ eventIds: [String], _ accountId: String, where condition: String
    ) async throws -> [String: String] {
        let lists = Self.lists(of: eventIds)
        return try await database.read { connection in
            var found: [String: String] = [:]
            for list in lists {
                let rows = try connection.query(
                    """
                    SELECT event_id, subscription_id FROM mirrors WHERE account_id = ? \(condition)
                    AND event_id IN (\(Array(repeating: "?", count: list.count).joined(separator: ", ")))
                    """, [.text(accountId)] + list.map { .text($0) })
                for row in rows {
                    if let id = row.text("event_id") { found[id] = row.text("subscription_id") }
                }
            }
            return found
        }
    }

    public func mark(mirrors eventIds: [String], accountId: String, reading: Int64) async throws {
        if eventIds.isEmpty { return }
        let lists = Self.lists(of: eventIds)
        try await database.write { connection in
            for list in lists {
                try connection.execute(
                    """
                    UPDATE mirrors SET reading = ? WHERE account_id = ?
                    AND event_id IN (\(Array(repeating: "?", count: list.count).joined(separator: ", ")))
                    """, [.integer(reading), .text(accountId)] + list.map { .text($0) })
            }
        }
    }

    public func unseenMirrors(
        feedId: String, startingAfter time: Date, reading: Int64, after: String?, limit: Int
    ) async throws -> [UnseenMirror] {
        try await all(
            """
            SELECT event_id, subscription_id FROM mirrors
            WHERE feed_id = ? AND event_id > ? AND starts_at > ? AND reading <> ? ORDER BY event_id LIMIT ?
            """,
            [.text(feedId), .text(after ?? ""), .date(time), .integer(reading), .integer(Int64(max(0, limit)))]
        ) { row in
            UnseenMirror(eventId: row.text("event_id") ?? "", subscriptionId: row.text("subscription_id") ?? "")
        }
    }

    /// Writes which events stand for a subscription; a part of saving its booking. Of those that stood before it stays
    /// known which reading has seen them.
    static func indexMirrors(of state: BookingState, _ connection: any SQLConnection) throws {
        let subscription: [SQLValue] = [.text(state.booking.accountId), .text(state.booking.subscriptionId)]
        let mirrors = Dictionary(state.mirrors.map { ($0.eventId, $0) }) { _, later in later }
        let ids = mirrors.keys.sorted()
        let others =
            ids.isEmpty
            ? "" : "AND event_id NOT IN (\(Array(repeating: "?", count: ids.count).joined(separator: ", ")))"
        try connection.execute(
            "DELETE FROM mirrors WHERE account_id = ? AND subscription_id = ? \(others)",
            subscription + ids.map { .text($0) })
        for eventId in ids {
            guard let mirror = mirrors[eventId] else { continue }
            let feedId = Feed.id(integrationId: mirror.integrationId, googleCalendarId: mirror.googleCalendarId)
            try connection.execute(
                """
                INSERT INTO mirrors (account_id, subscription_id, event_id, feed_id, starts_at, is_diverged)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (account_id, event_id) DO UPDATE SET subscription_id = excluded.subscription_id,
                    reading = CASE WHEN mirrors.feed_id = excluded.feed_id THEN mirrors.reading ELSE 0 END,
                    feed_id = excluded.feed_id, starts_at = excluded.starts_at, is_diverged = excluded.is_diverged
                """,
                subscription + [
                    .text(eventId), .text(feedId), .date(mirror.startsAt),
                    .integer(mirror.divergence == nil ? 0 : 1),
                ])
        }
    }
}
