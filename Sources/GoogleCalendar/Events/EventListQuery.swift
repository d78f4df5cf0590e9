public import Foundation

/// What to list. Bounds and a sync token exclude each other, and there is no order: with one Google gives no sync token.
/// https://developers.google.com/workspace/calendar/api/v3/reference/events/list
public struct EventListQuery: Sendable, Hashable {
    public enum Selection: Sendable, Hashable {
        /// Every event that ends after `timeMin` and starts before `timeMax`. `privateProperty` is `name=value`.
        case all(timeMin: Date?, timeMax: Date?, privateProperty: String?)
        /// What changed since the token was given; deletions always included.
        case changes(since: String)
    }

    public var selection: Selection
    public var pageToken: String?
    /// Up to 2500.
    public var maxResults: Int
    /// Instances instead of series. As everything below, the same in the list that gave the sync token.
    public var singleEvents: Bool
    /// Deleted events of a full list. Lists of changes have them without asking, and may not say no.
    public var showDeleted: Bool
    public var fields: String

    private init(selection: Selection, singleEvents: Bool, showDeleted: Bool, maxResults: Int, fields: String) {
        self.selection = selection
        self.singleEvents = singleEvents
        self.showDeleted = showDeleted
        self.maxResults = maxResults
        self.fields = fields
    }

    public static func all(
        timeMin: Date? = nil, timeMax: Date? = nil, privateProperty: String? = nil, singleEvents: Bool = false,
        showDeleted: Bool = false, maxResults: Int = 2500, fields: String = EventFields.timesAndFlags
    ) -> Self {
        Self(
            selection: .all(timeMin: timeMin, timeMax: timeMax, privateProperty: privateProperty),
            singleEvents: singleEvents, showDeleted: showDeleted, maxResults: maxResults, fields: fields)
    }

    public static func changes(
        since syncToken: String, singleEvents: Bool = false, maxResults: Int = 2500,
        fields: String = EventFields.timesAndFlags
    ) -> Self {
        Self(
            selection: .changes(since: syncToken), singleEvents: singleEvents, showDeleted: false,
            maxResults: maxResults, fields: fields)
    }

    /// The same query for the page behind one: a list of changes repeats its sync token.
    public func page(_ token: String?) -> Self {
        var query = self
        query.pageToken = token
        return query
    }
}
