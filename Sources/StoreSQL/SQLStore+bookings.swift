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
                .text(booking.classId), .date(state.endsAt), .integer(Int64(state.mirrors.count)),
                .date(state.intentsSince?.addingTimeInterval(MirrorIntent.patience)), try StoredBody.encode(state),
            ],
            key: [.text(booking.accountId), .text(booking.subscriptionId)], at: state.revision,
            insert: """
                INSERT INTO bookings (
                    class_id, ends_at, mirror_count, intents_due_at, body, revision, account_id, subscription_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (account_id, subscription_id) DO NOTHING
                """,
            update: """
                UPDATE bookings
                SET class_id = ?, ends_at = ?, mirror_count = ?, intents_due_at = ?, body = ?, revision = ?
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
