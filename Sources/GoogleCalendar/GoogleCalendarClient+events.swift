public import Foundation
import OutboundHTTP

extension GoogleCalendarClient {
    public func listEvents(
        _ calendar: String, _ query: EventListQuery, as tokens: any AccessTokenSource
    ) async throws -> EventPage {
        try await getPage(["calendars", calendar, "events"], query.urlQuery, as: tokens)
    }

    /// The instances of a series within bounds. With `showDeleted` the cancelled ones too.
    public func instances(
        _ calendar: String, _ eventID: String, timeMin: Date, timeMax: Date, pageToken: String? = nil,
        showDeleted: Bool = false, maxResults: Int = 2500, fields: String = EventFields.timesAndFlags,
        as tokens: any AccessTokenSource
    ) async throws -> EventPage {
        var query: URLQuery = [
            "timeMin": RFC3339.format(timeMin), "timeMax": RFC3339.format(timeMax), "maxResults": "\(maxResults)",
            "fields": fields,
        ]
        query.append("showDeleted", showDeleted ? "true" : nil)
        query.append("pageToken", pageToken)
        return try await getPage(["calendars", calendar, "events", eventID, "instances"], query, as: tokens)
    }

    /// Deleted events too, as long as Google remembers them: `status` is `cancelled` then.
    public func getEvent(
        _ calendar: String, _ eventID: String, fields: String = EventFields.identity,
        as tokens: any AccessTokenSource
    ) async throws -> GoogleEvent {
        try await get(["calendars", calendar, "events", eventID], ["fields": fields], as: tokens)
    }

    /// `GoogleError.duplicate` when the draft's id is taken, by a deleted event too.
    public func insertEvent(
        _ calendar: String, _ draft: GoogleEventDraft, as tokens: any AccessTokenSource
    ) async throws -> GoogleEvent {
        try await write(.post, ["calendars", calendar, "events"], Self.writing, body: draft, as: tokens)
    }

    /// Replaces the event, and revives a deleted one. `GoogleError.conditionNotMet` when `etag` is no longer its etag.
    public func updateEvent(
        _ calendar: String, _ eventID: String, _ draft: GoogleEventDraft, ifMatch etag: String? = nil,
        as tokens: any AccessTokenSource
    ) async throws -> GoogleEvent {
        try await write(
            .put, ["calendars", calendar, "events", eventID], Self.writing, body: draft, ifMatch: etag, as: tokens)
    }

    /// `GoogleError.deleted` and `GoogleError.notFound` mean that there is nothing left to do.
    public func deleteEvent(
        _ calendar: String, _ eventID: String, ifMatch etag: String? = nil, as tokens: any AccessTokenSource
    ) async throws {
        _ = try await call(
            .delete, ["calendars", calendar, "events", eventID], ["sendUpdates": "none"], ifMatch: etag, as: tokens)
    }

    /// Nobody is mailed, whatever Google's default is, and the answer carries no title.
    private static var writing: URLQuery { ["sendUpdates": "none", "fields": EventFields.identity] }
}

extension EventListQuery {
    var urlQuery: URLQuery {
        var query: URLQuery = [
            "maxResults": "\(maxResults)", "singleEvents": singleEvents ? "true" : "false", "fields": fields,
        ]
        query.append("pageToken", pageToken)
        switch selection {
        case .all(let timeMin, let timeMax, let privateProperty):
            query.append("timeMin", timeMin.map(RFC3339.format))
            query.append("timeMax", timeMax.map(RFC3339.format))
            query.append("privateExtendedProperty", privateProperty)
            query.append("showDeleted", showDeleted ? "true" : nil)
        case .changes(let syncToken):
            query.append("syncToken", syncToken)
        }
        return query
    }
}
