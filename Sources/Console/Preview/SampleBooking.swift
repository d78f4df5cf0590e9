import CalendarSync
import Foundation

/// A made-up booking of a class, to show what its mirror event would say: never a real lead.
enum SampleBooking {
    /// - Parameter named: nil where no booking has named the class yet.
    static func of(_ link: ClassLink, named: KnownClass?, startsAt: Date) -> (Booking, Session) {
        let session = Session(startsAt: startsAt, durationMinutes: 60, localStart: "", timeAdjusted: false)
        let booking = Booking(
            accountId: link.accountId, calendarId: link.calendarId, calendarName: named?.calendarName ?? "Calendar",
            classId: link.classId, className: named?.className ?? "Class", subscriptionId: "1234", status: .booked,
            lead: Lead(
                id: "5678", firstName: "Alex", lastName: "Example", email: "alex@example.com", phone: "+1 555 0100"),
            hosts: [Host(firstName: "Robin", lastName: "Host", email: "robin@example.com")], timeZone: "UTC",
            sessions: [session], order: BookingOrder(revision: nil, occurredAt: startsAt))
        return (booking, session)
    }
}
