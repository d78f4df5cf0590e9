public import Foundation

extension SQLStore {
    public func use(entryLink id: String, remembered: Date, now: Date) async throws -> Bool {
        try await database.write { connection in
            try connection.execute("DELETE FROM entry_links WHERE remembered_until <= ?", [.date(now)])
            return try connection.execute(
                "INSERT INTO entry_links (id, remembered_until) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
                [.text(id), .date(remembered)]) == 1
        }
    }
}
