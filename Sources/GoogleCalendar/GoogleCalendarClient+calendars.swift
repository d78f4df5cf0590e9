public import Foundation
import OutboundHTTP

extension GoogleCalendarClient {
    /// The calendars in the user's list, hidden ones included.
    public func listCalendars(
        pageToken: String? = nil, as tokens: any AccessTokenSource
    ) async throws -> CalendarListPage {
        var query: URLQuery = ["maxResults": "250", "showHidden": "true", "fields": CalendarListPage.fields]
        query.append("pageToken", pageToken)
        return try await get(["users", "me", "calendarList"], query, as: tokens)
    }

    /// For up to 50 calendars; Google refuses an empty range.
    public func freeBusy(
        _ calendars: [String], timeMin: Date, timeMax: Date, as tokens: any AccessTokenSource
    ) async throws -> FreeBusyResponse {
        let body = FreeBusyRequest(
            timeMin: RFC3339.format(timeMin), timeMax: RFC3339.format(timeMax), items: calendars.map { .init(id: $0) })
        return try await write(.post, ["freeBusy"], body: body, as: tokens)
    }
}

private struct FreeBusyRequest: Encodable {
    struct Item: Encodable {
        let id: String
    }

    let timeMin: String
    let timeMax: String
    let items: [Item]
}
