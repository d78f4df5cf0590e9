public import CalendarSync
public import Foundation

extension SQLStore {
    public func feeds(dueBy time: Date, limit: Int, leasedUntil: Date?) async throws -> [Feed] {
        try await due(
            DueQuery(
                table: "feeds", dueColumn: "due_at", key: ["id"], columns: ["id", "due_at", "audit_due_at", "body"],
                source: "feeds WHERE due_at <= ? ORDER BY due_at, id"),
            [.date(time)], limit: limit, leasedUntil: leasedUntil, Self.feed)
    }

    public func postpone(feedId: String, until: Date) async throws {
        try await change("UPDATE feeds SET due_at = ? WHERE id = ?", [.date(until), .text(feedId)])
    }

    public func feeds(auditDueBy time: Date, limit: Int, leasedUntil: Date?) async throws -> [Feed] {
        try await due(
            DueQuery(
                table: "feeds", dueColumn: "audit_due_at", key: ["id"],
                columns: ["id", "due_at", "audit_due_at", "body"],
                source: "feeds WHERE audit_due_at <= ? ORDER BY audit_due_at, id"),
            [.date(time)], limit: limit, leasedUntil: leasedUntil, Self.feed)
    }

    public func postpone(auditOf feedId: String, until: Date) async throws {
        try await change("UPDATE feeds SET audit_due_at = ? WHERE id = ?", [.date(until), .text(feedId)])
    }

    public func staleLinks(at time: Date, limit: Int, leasedUntil: Date?) async throws -> [ClassLink] {
        try await due(
            DueQuery(
                table: "links", dueColumn: "release_asked_until", key: ["account_id", "class_id"],
                columns: ["account_id", "class_id", "revision", "body"],
                source: """
                    links JOIN feeds ON feeds.id = links.feed_id
                    WHERE links.release_after IS NOT NULL AND feeds.unreachable_since IS NOT NULL
                    AND feeds.unreachable_since + links.release_after <= ?
                    AND (links.release_asked_until IS NULL OR links.release_asked_until <= ?)
                    ORDER BY feeds.unreachable_since, links.account_id, links.class_id
                    """),
            [.date(time), .date(time)], limit: limit, leasedUntil: leasedUntil, Self.link)
    }

    public func postpone(releaseOf key: ClassKey, until: Date) async throws {
        try await change(
            "UPDATE links SET release_asked_until = ? WHERE account_id = ? AND class_id = ?",
            [.date(until), .text(key.accountId), .text(key.classId)])
    }

    public func unlinkings(dueBy time: Date, limit: Int, leasedUntil: Date?) async throws -> [Unlinking] {
        try await due(
            DueQuery(
                table: "unlinkings", dueColumn: "due_at", key: ["account_id", "class_id"],
                columns: ["account_id", "class_id", "revision", "body"],
                source: "unlinkings WHERE is_done = 0 AND due_at <= ? ORDER BY due_at, account_id, class_id"),
            [.date(time)], limit: limit, leasedUntil: leasedUntil, Self.unlinking)
    }

    public func postpone(unlinkingOf key: ClassKey, until: Date) async throws {
        try await change(
            "UPDATE unlinkings SET due_at = ? WHERE account_id = ? AND class_id = ?",
            [.date(until), .text(key.accountId), .text(key.classId)])
    }

    public func bookings(intentsDueBy time: Date, limit: Int, leasedUntil: Date?) async throws -> [BookingState] {
        // The parked key is written as by `Booking.workKey`.
        try await due(
            DueQuery(
                table: "bookings", dueColumn: "intents_due_at", key: ["account_id", "subscription_id"],
                columns: ["account_id", "subscription_id", "revision", "body"],
                source: """
                    bookings WHERE intents_due_at <= ? AND NOT EXISTS (
                        SELECT 1 FROM parked_records
                        WHERE parked_key = 'booking/' || bookings.account_id || '/' || bookings.subscription_id)
                    ORDER BY intents_due_at, account_id, subscription_id
                    """),
            [.date(time)], limit: limit, leasedUntil: leasedUntil, Self.booking)
    }

    public func postpone(intentsOf booking: Booking, until: Date) async throws {
        try await change(
            """
            UPDATE bookings SET intents_due_at = ?
            WHERE account_id = ? AND subscription_id = ? AND intents_due_at IS NOT NULL
            """, [.date(until), .text(booking.accountId), .text(booking.subscriptionId)])
    }

    public func parkedKeys(dueBy time: Date, limit: Int, leasedUntil: Date?) async throws -> [String] {
        let keys = try await due(
            DueQuery(
                table: "parked_records", dueColumn: "due_at", key: ["number"], columns: ["parked_key"],
                source: """
                    parked_records WHERE due_at <= ? AND NOT EXISTS (
                        SELECT 1 FROM parked_records AS earlier
                        WHERE earlier.parked_key = parked_records.parked_key
                        AND earlier.number < parked_records.number)
                    ORDER BY due_at, number
                    """),
            [.date(time)], limit: limit, leasedUntil: leasedUntil
        ) { $0.text("parked_key") }
        return keys.compactMap(\.self)
    }

    public func postpone(parkedKey: String, until: Date) async throws {
        try await change(
            "UPDATE parked_records SET due_at = ? WHERE parked_key = ?", [.date(until), .text(parkedKey)])
    }

    private func due<Value: Sendable>(
        _ query: DueQuery, _ values: [SQLValue], limit: Int, leasedUntil: Date?,
        _ read: @escaping @Sendable (SQLRow) throws -> Value
    ) async throws -> [Value] {
        let values = values + [.integer(Int64(max(0, limit)))]
        guard let leasedUntil else { return try await all(query.looking, values, read) }
        let sql = query.taking(in: database.dialect)
        return try await database.write { try $0.query(sql, values + [.date(leasedUntil)]) }.map(read)
    }
}
