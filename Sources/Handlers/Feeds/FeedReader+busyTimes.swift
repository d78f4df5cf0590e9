import CalendarSync
import Foundation
import GoogleCalendar

extension FeedReader {
    /// So much is asked for at once: Google refuses ranges that are "too long" without saying how long that is.
    private static let busyRange: TimeInterval = 50 * 86_400

    /// What Google itself calls busy.
    func busyTimes(within bounds: DateInterval) async throws -> BusyCoverage {
        var times: [DateInterval] = []
        var start = bounds.start
        while start < bounds.end {
            let end = min(bounds.end, start.addingTimeInterval(Self.busyRange))
            let answer = try await account.calendar.freeBusy(
                [calendarId], timeMin: start, timeMax: end, as: account.tokens)
            guard let calendar = answer.calendars[calendarId] else { throw GoogleError.malformedAnswer(status: 200) }
            if calendar.errors.contains("notFound") { throw GoogleError.notFound }
            if !calendar.errors.isEmpty { throw GoogleError.backendError(retryAfter: nil) }
            times += calendar.busy.map { DateInterval(start: $0.start, end: max($0.start, $0.end)) }
            try await keepAlive()
            start = end
        }
        return BusyCoverage(times, within: bounds)
    }
}
