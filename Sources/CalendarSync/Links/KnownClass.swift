/// A class as bookings have named it, so that it can be chosen by name.
public struct KnownClass: Hashable, Codable, Sendable {
    public let accountId: String
    public let calendarId: String
    public let calendarName: String
    public let classId: String
    public let className: String

    public init(accountId: String, calendarId: String, calendarName: String, classId: String, className: String) {
        self.accountId = accountId
        self.calendarId = calendarId
        self.calendarName = calendarName
        self.classId = classId
        self.className = className
    }

    public init(_ booking: Booking) {
        self.init(
            accountId: booking.accountId, calendarId: booking.calendarId, calendarName: booking.calendarName,
            classId: booking.classId, className: booking.className)
    }
}
