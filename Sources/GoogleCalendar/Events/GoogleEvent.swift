public import Foundation

/// An event as read. It has no title, description, place or guest's name, because none is ever asked for.
/// https://developers.google.com/workspace/calendar/api/v3/reference/events
public struct GoogleEvent: Sendable, Hashable {
    /// A guest, as far as busy times need one.
    public struct Attendee: Sendable, Hashable {
        /// Whether this is the calendar the copy lies in.
        public let isSelf: Bool
        public let responseStatus: ResponseStatus?

        public init(isSelf: Bool, responseStatus: ResponseStatus?) {
            self.isSelf = isSelf
            self.responseStatus = responseStatus
        }
    }

    public var id: String
    public var status: EventStatus = .confirmed
    public var etag: String?
    public var updated: Date?
    public var start: GoogleEventTime?
    public var end: GoogleEventTime?
    /// RRULE, EXRULE, RDATE and EXDATE lines of a series; empty in single events and instances.
    public var recurrence: [String] = []
    /// The series this is an instance of.
    public var recurringEventID: String?
    /// Where the series had put this instance. With `recurringEventID` its identity.
    public var originalStartTime: GoogleEventTime?
    public var transparency: EventTransparency = .opaque
    public var visibility: EventVisibility = .default
    public var eventType: EventType = .default
    public var attendees: [Attendee] = []
    public var extendedPrivate: [String: String] = [:]
    public var sequence: Int?

    public init(id: String) {
        self.id = id
    }

    /// What the calendar's owner answered to the invitation, if this is one.
    public var ownResponse: ResponseStatus? {
        attendees.first { $0.isSelf }?.responseStatus
    }
}
