import CalendarSync

extension SQLStore {
    public func subscriptions(ofMirrors eventIds: [String], accountId: String) async throws -> [String: String] {
        let lists = Self.lists(of: eventIds)
        return try await database.read { connection in
            var found: [String: String] = [:]
            for list in lists {
                let rows = try connection.query(
                    """
                    SELECT event_id, subscription_id FROM mirrors WHERE account_id = ?
                    AND event_id IN (\(Array(repeating: "?", count: list.count).joined(separator: ", ")))
                    """, [.text(accountId)] + list.map { .text($0) })
                for row in rows {
                    if let id = row.text("event_id") { found[id] = row.text("subscription_id") }
                }
            }
            return found
        }
    }

    /// Writes which events stand for a subscription; a part of saving its booking.
    static func indexMirrors(of state: BookingState, _ connection: any SQLConnection) throws {
        let subscription: [SQLValue] = [.text(state.booking.accountId), .text(state.booking.subscriptionId)]
        try connection.execute("DELETE FROM mirrors WHERE account_id = ? AND subscription_id = ?", subscription)
        for eventId in Set(state.mirrors.map(\.eventId)).sorted() {
            try connection.execute(
                """
                INSERT INTO mirrors (account_id, subscription_id, event_id) VALUES (?, ?, ?)
                ON CONFLICT (account_id, event_id) DO UPDATE SET subscription_id = excluded.subscription_id
                """, subscription + [.text(eventId)])
        }
    }
}
