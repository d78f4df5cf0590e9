public import Foundation

/// The whole wanted state of one subscription: what a lead has booked of a class, as of one event.
public struct Booking: Hashable, Codable, Sendable {
    public let accountId: String
    public let calendarId: String
    public let calendarName: String
    public let classId: String
    public let className: String
    public let subscriptionId: String
    public let status: BookingStatus
    public let lead: Lead
    public let hosts: [Host]
    /// IANA name of the zone in which the sessions were booked.
    public let timeZone: String
    public let sessions: [Session]
    public let order: BookingOrder

    public init(
        accountId: String, calendarId: String, calendarName: String, classId: String, className: String,
        subscriptionId: String, status: BookingStatus, lead: Lead, hosts: [Host], timeZone: String,
        sessions: [Session], order: BookingOrder
    ) {
        self.accountId = accountId
        self.calendarId = calendarId
        self.calendarName = calendarName
        self.classId = classId
        self.className = className
        self.subscriptionId = subscriptionId
        self.status = status
        self.lead = lead
        self.hosts = hosts
        self.timeZone = timeZone
        self.sessions = sessions
        self.order = order
    }

    /// All work on one subscription is done in order; this names it.
    public static func workKey(accountId: String, subscriptionId: String) -> String {
        "booking/\(accountId)/\(subscriptionId)"
    }

    /// Whose booking a work's key names; nil where it names none.
    public static func accountId(ofWorkKey key: String) -> String? {
        let parts = key.split(separator: "/", maxSplits: 2)
        return parts.count == 3 && parts[0] == "booking" ? String(parts[1]) : nil
    }

    public var classKey: ClassKey { ClassKey(accountId: accountId, classId: classId) }

    /// When its sessions take place; none once it is cancelled.
    public var bookedTimes: [DateInterval] {
        status == .cancelled ? [] : sessions.map { DateInterval(start: $0.startsAt, end: $0.endsAt) }
    }

    /// When the last session is over; nil where there is none.
    public var endsAt: Date? { sessions.map(\.endsAt).max() }
}
