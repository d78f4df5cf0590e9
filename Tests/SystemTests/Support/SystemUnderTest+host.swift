import Foundation

/// What the host does in Google Calendar.
extension SystemUnderTest {
    /// The host notes an hour on each of these days from today.
    /// - Returns: the events' ids.
    @discardableResult
    func note(days: ClosedRange<Int>) async throws -> [String] {
        let token = try await hostToken()
        var ids: [String] = []
        for day in days {
            let date = Date.now.addingTimeInterval(Double(day) * 86_400).formatted(
                .iso8601.year().month().day().dateSeparator(.dash))
            let event = #"{"start":{"dateTime":"\#(date)T14:00:00Z"},"end":{"dateTime":"\#(date)T15:00:00Z"}}"#
            let answer = try await curl([
                "-H", "Authorization: Bearer \(token)", "-H", "Content-Type: application/json", "-d", event,
                "\(sandboxURL)/calendar/v3/calendars/host%40example.com/events",
            ])
            ids.append(answer["id"] as? String ?? "")
        }
        return ids
    }

    /// The host deletes all of them at once.
    func erase(_ ids: [String]) async throws {
        let token = try await hostToken()
        let base = "\(sandboxURL)/calendar/v3/calendars/host%40example.com/events"
        try await Command.run(
            "curl",
            ["-sS", "-Z", "-X", "DELETE", "-H", "Authorization: Bearer \(token)"] + ids.map { "\(base)/\($0)" })
    }
}
