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

    /// Makes a secondary calendar that the user owns, at the end of their list. `GoogleError.insufficientPermissions`
    /// where the grant has no scope for it, see `GoogleScopes.canMakeCalendars`.
    /// - Parameter timeZone: IANA name.
    /// - Returns: the calendar's id.
    public func insertCalendar(
        summary: String, description: String, timeZone: String, as tokens: any AccessTokenSource
    ) async throws -> String {
        let body = ["summary": summary, "description": description, "timeZone": timeZone]
        let made: MadeCalendar = try await write(.post, ["calendars"], ["fields": "id"], body: body, as: tokens)
        return made.id
    }

    /// Deletes a secondary calendar with all its events, for everybody who sees it.
    public func deleteCalendar(_ calendar: String, as tokens: any AccessTokenSource) async throws {
        _ = try await call(.delete, ["calendars", calendar], as: tokens)
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

private struct MadeCalendar: Decodable {
    let id: String
}

private struct FreeBusyRequest: Encodable {
    struct Item: Encodable {
        let id: String
    }

    let timeMin: String
    let timeMax: String
    let items: [Item]
}
