public import CalendarSync
public import Foundation

extension SQLStore {
    public func booking(accountId: String, subscriptionId: String) async throws -> BookingState? {
        try await first(
            """
            SELECT account_id, subscription_id, revision, body FROM bookings
            WHERE account_id = ? AND subscription_id = ?
            """, [.text(accountId), .text(subscriptionId)], Self.booking)
    }

    @discardableResult
    public func save(_ state: BookingState) async throws -> Int64 {
        let booking = state.booking
        return try await compareAndSet(
            columns: [
                .text(booking.classId), .date(state.startsAt), .date(state.endsAt),
                .integer(Int64(state.mirrors.count)),
                .date(state.intentsSince?.addingTimeInterval(MirrorIntent.patience)), try StoredBody.encode(state),
            ],
            key: [.text(booking.accountId), .text(booking.subscriptionId)], at: state.revision,
            insert: """
                INSERT INTO bookings (
                    class_id, starts_at, ends_at, mirror_count, intents_due_at, body, revision, account_id,
                    subscription_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (account_id, subscription_id) DO NOTHING
                """,
            update: """
                UPDATE bookings
                SET class_id = ?, starts_at = ?, ends_at = ?, mirror_count = ?, intents_due_at = ?, body = ?,
                    revision = ?
                WHERE account_id = ? AND subscription_id = ? AND revision = ?
                """,
            and: { try Self.indexMirrors(of: state, $0) })
    }

    public func bookings(
        of key: ClassKey, endingAfter time: Date, after: String?, limit: Int
    ) async throws -> [BookingState] {
        // No subscription has the empty id, so it stands before the first.
        try await all(
            """
            SELECT account_id, subscription_id, revision, body FROM bookings
            WHERE account_id = ? AND class_id = ? AND subscription_id > ? AND ends_at > ?
            ORDER BY subscription_id LIMIT ?
            """,
            [
                .text(key.accountId), .text(key.classId), .text(after ?? ""), .date(time),
                .integer(Int64(max(0, limit))),
            ],
            Self.booking)
    }

    public func bookings(of key: ClassKey, within bounds: DateInterval) async throws -> [BookingState] {
        // Of a mirror only the start is known. Bookings that were saved before there was the column have no start there.
        try await all(
            """
            SELECT account_id, subscription_id, revision, body FROM bookings
            WHERE account_id = ? AND class_id = ? AND ends_at >= ? AND (starts_at IS NULL OR starts_at < ?)
            ORDER BY subscription_id
            """, [.text(key.accountId), .text(key.classId), .date(bounds.start), .date(bounds.end)], Self.booking
        ).filter { state in state.startsAt.map { $0 < bounds.end } ?? false }
    }

    public func mirrorCounts(accountId: String) async throws -> [String: Int] {
        try await counts(
            """
            SELECT class_id, CAST(SUM(mirror_count) AS BIGINT) AS count FROM bookings
            WHERE account_id = ? GROUP BY class_id HAVING SUM(mirror_count) > 0
            """, [.text(accountId)])
    }

    public func bookingCount(of key: ClassKey, endingAfter time: Date) async throws -> Int {
        try await count(
            "SELECT COUNT(*) AS count FROM bookings WHERE account_id = ? AND class_id = ? AND ends_at > ?",
            [.text(key.accountId), .text(key.classId), .date(time)])
    }

    public func mirrorCount(of key: ClassKey) async throws -> Int {
        // PostgreSQL's sum of BIGINT is a NUMERIC.
        try await count(
            """
            SELECT CAST(COALESCE(SUM(mirror_count), 0) AS BIGINT) AS count FROM bookings
            WHERE account_id = ? AND class_id = ?
            """, [.text(key.accountId), .text(key.classId)])
    }

    static func booking(_ row: SQLRow) throws -> BookingState {
        let key = "\(row.text("account_id") ?? "")/\(row.text("subscription_id") ?? "")"
        var state = try StoredBody.decode(BookingState.self, from: row, table: "bookings", key: key)
        state.revision = row.integer("revision") ?? state.revision
        return state
    }
}
