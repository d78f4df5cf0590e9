import CalendarSync
import Foundation
import OutboundHTTP

/// What the sandbox says of a calendar, event by event.
extension SandboxCalls {
    /// An event or an instance that is not deleted.
    struct Occurrence: Sendable {
        let id: String
        /// Seconds since 1970.
        let times: Range<Int>
        let isAllDay: Bool
        let isSeries: Bool
        /// As Google's own free/busy sees it.
        let isBusy: Bool
        let isTentative: Bool
    }

    /// Everything that overlaps a time, series expanded.
    /// - Parameter zone: the calendar's, whose days all-day events are.
    func occurrences(_ calendar: String, _ bounds: Range<Int>, zone: TimeZone) async throws -> [Occurrence] {
        func text(_ seconds: Int) -> String { Date(timeIntervalSince1970: TimeInterval(seconds)).rfc3339 }
        let query = "?singleEvents=true&timeMin=\(text(bounds.lowerBound))&timeMax=\(text(bounds.upperBound))"
        var found: [Occurrence] = []
        var page = ""
        repeat {
            let list = try await call(.get, events(calendar) + query + "&maxResults=2500" + page, nil)
            found += try (list["items"] as? [[String: Any]] ?? []).compactMap { try Self.occurrence($0, zone) }
            let next = list["nextPageToken"] as? String
            page =
                next.map { "&pageToken=\($0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" } ?? ""
        } while !page.isEmpty
        return found
    }

    func timeZone(of calendar: String) async throws -> TimeZone {
        let name = try await call(.get, events(calendar) + "?maxResults=1", nil)["timeZone"] as? String
        guard let zone = name.flatMap({ TimeZone(identifier: $0) }) else {
            throw Unexpected(path: "timeZone", status: 200, body: name ?? "")
        }
        return zone
    }

    private static func occurrence(_ event: [String: Any], _ zone: TimeZone) throws -> Occurrence? {
        guard event["status"] as? String != "cancelled", let start = event["start"] as? [String: String],
            let end = event["end"] as? [String: String]
        else { return nil }
        let isAllDay = start["date"] != nil
        let times =
            isAllDay
            ? midnight(start["date"], zone)..<max(midnight(start["date"], zone), midnight(end["date"], zone))
            : try range(start["dateTime"], end["dateTime"])
        let guests = event["attendees"] as? [[String: Any]] ?? []
        let answer = guests.first { $0["self"] as? Bool == true }?["responseStatus"] as? String
        return Occurrence(
            id: event["id"] as? String ?? "", times: times, isAllDay: isAllDay,
            isSeries: event["recurringEventId"] != nil,
            isBusy: event["transparency"] as? String != "transparent" && answer != "declined"
                && !["workingLocation", "birthday"].contains(event["eventType"] as? String),
            isTentative: event["status"] as? String == "tentative" || answer == "tentative")
    }

    /// The first instant of a day, in seconds since 1970.
    private static func midnight(_ day: String?, _ zone: TimeZone) -> Int {
        let parts = (day ?? "").split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3 else { return 0 }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        // From noon, which no zone skips.
        let noon = calendar.date(from: DateComponents(year: parts[0], month: parts[1], day: parts[2], hour: 12))
        return noon.map { Int(calendar.startOfDay(for: $0).timeIntervalSince1970) } ?? 0
    }
}
