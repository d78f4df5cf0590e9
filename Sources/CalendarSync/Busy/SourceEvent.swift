public import Foundation

/// What of a Google event decides whether it blocks: times and flags, never a title.
public struct SourceEvent: Hashable, Sendable {
    public enum Status: String, Sendable { case confirmed, tentative, cancelled }
    public enum Response: String, Sendable { case needsAction, declined, tentative, accepted }
    public enum Kind: String, Sendable {
        case standard = "default"
        case outOfOffice, focusTime, workingLocation, birthday, fromGmail
    }

    public enum Time: Hashable, Sendable {
        case instant(Date)
        /// `YYYY-MM-DD`, a day of the calendar's zone.
        case day(String)
    }

    /// The event's id, or the instance's.
    public let id: String
    /// The series it belongs to; its own id where it stands alone.
    public let seriesId: String
    public let status: Status
    /// Nil on a cancelled event, of which Google may send no more than the id.
    public let start: Time?
    /// Exclusive.
    public let end: Time?
    public let isTransparent: Bool
    /// Kinds that Google adds later count as `standard`: its own `freeBusy` goes by transparency.
    public let kind: Kind
    /// How the calendar's owner answered the invitation; nil where there is none.
    public let response: Response?
    /// The value of our property on the event, not yet verified.
    public let marker: String?

    public init(
        id: String, seriesId: String, status: Status, start: Time?, end: Time?, isTransparent: Bool = false,
        kind: Kind = .standard, response: Response? = nil, marker: String? = nil
    ) {
        self.id = id
        self.seriesId = seriesId
        self.status = status
        self.start = start
        self.end = end
        self.isTransparent = isTransparent
        self.kind = kind
        self.response = response
        self.marker = marker
    }
}
