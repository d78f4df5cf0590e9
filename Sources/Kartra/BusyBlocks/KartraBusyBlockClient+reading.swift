import CalendarSync
public import Foundation
import OutboundHTTP

extension KartraBusyBlockClient {
    private struct Page: Decodable {
        let items: [KartraBusyBlock]
        let nextPageToken: String?
    }

    private struct Calendars: Decodable {
        let calendars: [KartraCalendar]
    }

    /// All blocks of a class that overlap `from..<to`, page after page.
    /// - Throws: `KartraError`, `CancellationError`
    public func listBlocks(
        calendarId: String, classId: String, from: Date, to: Date
    ) async throws -> [KartraBusyBlock] {
        var blocks: [KartraBusyBlock] = []
        var seen: Set<String> = []
        var pageToken: String?
        while true {
            var query: URLQuery = ["from": from.rfc3339, "to": to.rfc3339]
            query.append("pageToken", pageToken)
            let response = try await connection.send(
                .get, Self.path(calendarId: calendarId, classId: classId), query: query)
            let page = try KartraConnection.decode(Page.self, from: response)
            blocks += page.items
            guard let next = page.nextPageToken else { return blocks }
            // A token that comes twice would never end.
            guard seen.insert(next).inserted else { throw KartraError.unreadableAnswer }
            pageToken = next
        }
    }

    /// The account's calendars and classes; nil where this Kartra has no such call, and they are learned from bookings.
    /// - Throws: `KartraError`, `CancellationError`
    public func calendars(accountId: String) async throws -> [KartraCalendar]? {
        let missing: Set<Int> = [404, 501]
        let response = try await connection.send(
            .get, "/v1/accounts/\(PercentEncoding.pathSegment(accountId))/calendars", accepting: missing)
        if missing.contains(response.status) { return nil }
        return try KartraConnection.decode(Calendars.self, from: response).calendars
    }
}
