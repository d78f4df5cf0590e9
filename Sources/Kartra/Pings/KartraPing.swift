public import CalendarSync
public import Foundation

/// A ping as Kartra posts it (its outbound API): JSON, unsigned, with the action's name and details.
public enum KartraPing: Hashable, Sendable {
    case booking(Booking)
    /// Not a calendar's action; nothing else of it was looked at.
    case ignored(action: String)

    /// The header in which the receiver names the account that the ping's address belongs to.
    public static let accountHeader = "kartra_account_id"
    /// The header in which the receiver names the zone of pings that say none, where their address has one.
    public static let timeZoneHeader = "kartra_time_zone"

    /// - Parameters:
    ///   - accountId: the ping itself does not say which account it comes from.
    ///   - timeZone: IANA name of the zone that is meant where the ping names none; nil: such a ping is rejected.
    ///   - receivedAt: nor when it happened: of two pings of one subscription the one received later counts.
    /// - Throws: a rejection with the field's path as it stands in the ping.
    public static func read(
        value: [UInt8]?, accountId: String?, timeZone: String? = nil, receivedAt: Date
    ) throws(Rejection) -> KartraPing {
        let document = try InputDecoder.decode(
            PingDocument.self, from: value, userInfo: PingCalendar.userInfo(timeZone: timeZone))
        guard let accountId, !accountId.isEmpty else {
            throw Rejection(.missingField, field: accountHeader, detail: "the header is missing or empty")
        }
        // It becomes a part of keys, as an id in the ping does.
        if let flaw = Identifier.flaw(of: accountId) {
            throw Rejection(.invalidValue, field: accountHeader, detail: flaw)
        }
        switch document {
        case .other(let action): return .ignored(action: action)
        case .calendar(let status, let lead, let calendar):
            return .booking(
                Booking(
                    accountId: accountId, calendarId: calendar.calendarId, calendarName: calendar.calendarName,
                    classId: calendar.classId, className: calendar.className,
                    subscriptionId: calendar.subscriptionId, status: status, lead: lead.lead,
                    hosts: calendar.hosts, timeZone: calendar.timeZone, sessions: calendar.sessions,
                    order: BookingOrder(revision: nil, occurredAt: receivedAt)))
        }
    }
}
