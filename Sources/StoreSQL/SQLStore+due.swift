public import CalendarSync
public import Foundation

extension SQLStore {
    public func feeds(dueBy time: Date, limit: Int) async throws -> [Feed] {
        try await all(
            "SELECT id, due_at, audit_due_at, body FROM feeds WHERE due_at <= ? ORDER BY due_at, id LIMIT ?",
            [.date(time), .integer(Int64(max(0, limit)))], Self.feed)
    }

    public func postpone(feedId: String, until: Date) async throws {
        try await change("UPDATE feeds SET due_at = ? WHERE id = ?", [.date(until), .text(feedId)])
    }

    public func staleLinks(at time: Date, limit: Int) async throws -> [ClassLink] {
        try await all(
            """
            SELECT links.account_id, links.class_id, links.revision, links.body FROM links
            JOIN feeds ON feeds.id = links.feed_id
            WHERE links.release_after IS NOT NULL AND feeds.unreachable_since IS NOT NULL
            AND feeds.unreachable_since + links.release_after <= ?
            AND (links.release_asked_until IS NULL OR links.release_asked_until <= ?)
            ORDER BY feeds.unreachable_since, links.account_id, links.class_id LIMIT ?
            """, [.date(time), .date(time), .integer(Int64(max(0, limit)))], Self.link)
    }

    public func postpone(releaseOf key: ClassKey, until: Date) async throws {
        try await change(
            "UPDATE links SET release_asked_until = ? WHERE account_id = ? AND class_id = ?",
            [.date(until), .text(key.accountId), .text(key.classId)])
    }

    public func feeds(auditDueBy time: Date, limit: Int) async throws -> [Feed] {
        try await all(
            """
            SELECT id, due_at, audit_due_at, body FROM feeds WHERE audit_due_at <= ?
            ORDER BY audit_due_at, id LIMIT ?
            """, [.date(time), .integer(Int64(max(0, limit)))], Self.feed)
    }

    public func postpone(auditOf feedId: String, until: Date) async throws {
        try await change("UPDATE feeds SET audit_due_at = ? WHERE id = ?", [.date(until), .text(feedId)])
    }

    public func unlinkings(dueBy time: Date, limit: Int) async throws -> [Unlinking] {
        try await all(
            """
            SELECT account_id, class_id, revision, body FROM unlinkings WHERE is_done = 0 AND due_at <= ?
            ORDER BY due_at, account_id, class_id LIMIT ?
            """, [.date(time), .integer(Int64(max(0, limit)))], Self.unlinking)
    }

    public func postpone(unlinkingOf key: ClassKey, until: Date) async throws {
        try await change(
            "UPDATE unlinkings SET due_at = ? WHERE account_id = ? AND class_id = ?",
            [.date(until), .text(key.accountId), .text(key.classId)])
    }

    public func bookings(intentsDueBy time: Date, limit: Int) async throws -> [BookingState] {
        // The parked key is written as by `Booking.workKey`.
        try await all(
            """
            SELECT account_id, subscription_id, revision, body FROM bookings
            WHERE intents_due_at <= ? AND NOT EXISTS (
                SELECT 1 FROM parked_records
                WHERE parked_key = 'booking/' || account_id || '/' || subscription_id)
            ORDER BY intents_due_at, account_id, subscription_id LIMIT ?
            """, [.date(time), .integer(Int64(max(0, limit)))], Self.booking)
    }

    public func postpone(intentsOf booking: Booking, until: Date) async throws {
        try await change(
            """
            UPDATE bookings SET intents_due_at = ?
            WHERE account_id = ? AND subscription_id = ? AND intents_due_at IS NOT NULL
            """, [.date(until), .text(booking.accountId), .text(booking.subscriptionId)])
    }

    public func parkedKeys(dueBy time: Date, limit: Int) async throws -> [String] {
        let keys = try await all(
            """
            SELECT parked_key FROM parked_records AS head
            WHERE due_at <= ? AND NOT EXISTS (
                SELECT 1 FROM parked_records AS earlier
                WHERE earlier.parked_key = head.parked_key AND earlier.number < head.number)
            ORDER BY due_at, number LIMIT ?
            """, [.date(time), .integer(Int64(max(0, limit)))]
        ) { $0.text("parked_key") }
        return keys.compactMap(\.self)
    }

    public func postpone(parkedKey: String, until: Date) async throws {
        try await change(
            "UPDATE parked_records SET due_at = ? WHERE parked_key = ?", [.date(until), .text(parkedKey)])
    }
}
