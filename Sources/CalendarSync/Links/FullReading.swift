public import Foundation

/// How far a reading of all events of a calendar has come.
public struct FullReading: Hashable, Codable, Sendable {
    /// Counts the full readings of the feed; blocks seen by this one carry it.
    public let number: Int64
    public let startedAt: Date
    /// Equal to another reading's where both are for the same links with the same options.
    public let terms: String
    /// The page to go on with; nil: the first.
    public var pageToken: String?
    /// All pages are read: the token that the last one gave.
    public var nextSyncToken: String?
    /// IANA name of the calendar's zone; known with the first page.
    public var timeZone: String?
    /// Series that were listed and are still to be expanded.
    public var waitingSeries: Set<String> = []
    /// For the progress line.
    public var pages = 0
    public var events = 0
    public var expandedSeries = 0

    public init(number: Int64, startedAt: Date, terms: String) {
        self.number = number
        self.startedAt = startedAt
        self.terms = terms
    }
}
