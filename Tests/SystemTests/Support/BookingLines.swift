/// Booking events as they would be typed.
enum BookingLines {
    /// Two months ahead in Denver, at an hour that every day has.
    static let startsAt = Canaries.date(60) + "T09:00"

    private static let ana = #"{"id":"501","firstName":"Ana","lastName":"Lopez","email":"ana@example.com","phone":""}"#

    static func data(
        subscription: String, startsAt: String = startsAt, status: String = "booked", lead: String = ana
    ) -> String {
        #"{"accountId":"42","calendarId":"77","calendarName":"Coaching","classId":"310","className":"Strategy call","#
            + #""subscriptionId":"\#(subscription)","status":"\#(status)","#
            + #""lead":\#(lead),"#
            + #""hosts":[],"timeZone":"America/Denver","#
            + #""sessions":[{"startsAt":"\#(startsAt)","durationMinutes":60}],"occurredAt":"2026-12-01T08:15:00Z"}"#
    }

    /// A CloudEvent in structured mode, so that each line has its own id.
    static func structured(
        subscription: String, startsAt: String = startsAt, lead: String = ana, id: String? = nil
    ) -> String {
        let data = data(subscription: subscription, startsAt: startsAt, lead: lead)
        return
            #"{"specversion":"1.0","id":"\#(id ?? "evt-\(subscription)")","source":"/test","#
            + #""type":"com.kartra.booking.v1","datacontenttype":"application/json","data":\#(data)}"#
    }
}
