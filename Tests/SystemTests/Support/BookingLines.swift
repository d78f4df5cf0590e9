/// Booking events as they would be typed.
enum BookingLines {
    static func data(subscription: String, startsAt: String = "2031-05-05T09:00", status: String = "booked") -> String {
        #"{"accountId":"42","calendarId":"77","calendarName":"Coaching","classId":"310","className":"Strategy call","#
            + #""subscriptionId":"\#(subscription)","status":"\#(status)","#
            + #""lead":{"id":"501","firstName":"Ana","lastName":"Lopez","email":"ana@example.com","phone":""},"#
            + #""hosts":[],"timeZone":"America/Denver","#
            + #""sessions":[{"startsAt":"\#(startsAt)","durationMinutes":60}],"occurredAt":"2026-12-01T08:15:00Z"}"#
    }

    /// A CloudEvent in structured mode, so that each line has its own id.
    static func structured(subscription: String, startsAt: String = "2031-05-05T09:00") -> String {
        #"{"specversion":"1.0","id":"evt-\#(subscription)","source":"/test","type":"com.kartra.booking.v1","#
            + #""datacontenttype":"application/json","data":\#(data(subscription: subscription, startsAt: startsAt))}"#
    }
}
