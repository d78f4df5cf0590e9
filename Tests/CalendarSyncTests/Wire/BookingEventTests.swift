import CalendarSync
import Foundation
import Records
import Testing

@Suite struct BookingEventTests {
    private static let attributes = CloudEvent(
        id: "evt-1", source: "/kartra", type: BookingEvent.eventType, time: Date(timeIntervalSince1970: 1_796_112_900))

    private func read(
        _ value: [UInt8], _ headers: RecordHeaders = attributes.headers
    ) throws -> (id: String, payload: BookingEvent) {
        try BookingEvent.read(Sample.consumed(value, headers: headers))
    }

    @Test func binaryModeIsReadWhole() throws {
        try RecordSamples.keep(.booking, value: BookingJSON().bytes, headers: Self.attributes.headers)
        let (id, event) = try read(BookingJSON().bytes)
        let zone = try #require(TimeZone(ianaName: "America/Denver"))
        let session = Session(
            local: try #require(LocalDateTime("2026-12-11T09:00")), text: "2026-12-11T09:00", durationMinutes: 60,
            zone: zone)
        #expect(id == "evt-1")
        #expect(session.startsAt.rfc3339 == "2026-12-11T16:00:00Z")
        #expect(
            event.booking
                == Booking(
                    accountId: "42", calendarId: "77", calendarName: "Coaching", classId: "310",
                    className: "Strategy call", subscriptionId: "9001", status: .booked, lead: Sample.lead,
                    hosts: [Sample.host], timeZone: "America/Denver", sessions: [session],
                    order: BookingOrder(revision: 3, occurredAt: try Sample.instant("2026-12-01T08:15:00Z"))))
    }

    @Test(arguments: [
        "application/cloudevents+json", "application/cloudevents+json; charset=UTF-8", "Application/CloudEvents+JSON",
    ])
    func structuredModeIsTheSameEvent(contentType: String) throws {
        let headers: RecordHeaders = ["content-type": contentType]
        try RecordSamples.keep(.structuredBooking, value: BookingJSON().structured(), headers: headers)
        let (id, event) = try read(BookingJSON().structured(), headers)
        #expect(id == "evt-1")
        #expect(try event == read(BookingJSON().bytes).payload)
    }

    @Test func recordWithoutAttributesIsKnownByItsPlace() throws {
        for headers in [RecordHeaders(), ["content-type": "application/json"]] {
            let (id, event) = try BookingEvent.read(Sample.consumed(BookingJSON().bytes, headers: headers))
            #expect(id == "kartra.appointments-3-118")
            #expect(event.booking.subscriptionId == "9001")
        }
    }

    @Test func emptyEventIdIsNoId() throws {
        let headers: RecordHeaders = ["ce_type": BookingEvent.eventType, "ce_id": ""]
        #expect(try BookingEvent.read(Sample.consumed(BookingJSON().bytes, headers: headers)).id != "")
    }

    @Test func idsMayBeNumbersOrText() throws {
        let numbers = BookingJSON().with("accountId", "42").with("calendarId", "77").with("classId", "310")
            .with("subscriptionId", "9001").with("lead", #"{"id":501}"#)
        let booking = try BookingEvent.read(Sample.consumed(numbers.bytes)).payload.booking
        #expect(booking.accountId == "42" && booking.calendarId == "77" && booking.classId == "310")
        #expect(booking.subscriptionId == "9001" && booking.lead.id == "501")
        let large = BookingJSON().with("subscriptionId", "9007199254740993")
        #expect(
            try BookingEvent.read(Sample.consumed(large.bytes)).payload.booking.subscriptionId == "9007199254740993")
    }

    @Test func optionalMembersMayBeAbsentOrNull() throws {
        let names = ["calendarName", "hosts", "revision"]
        let without = names.reduce(BookingJSON()) { $0.without($1) }.with("lead", #"{"id":"501"}"#)
        let null = names.reduce(BookingJSON()) { $0.with($1, "null") }
            .with("lead", #"{"id":"501","firstName":null,"lastName":null,"email":null,"phone":null}"#)
        for json in [without, null] {
            let booking = try read(json.bytes).payload.booking
            #expect(booking.calendarName == "" && booking.hosts.isEmpty && booking.order.revision == nil)
            #expect(booking.lead == Lead(id: "501", firstName: "", lastName: "", email: "", phone: ""))
        }
    }

    @Test func cancelledNeedsNoSessions() throws {
        for status in ["cancelled", "completed"] {
            let json = BookingJSON().with("status", "\"\(status)\"").with("sessions", "[]")
            try RecordSamples.keep(.booking, value: json.bytes, headers: Self.attributes.headers)
            #expect(try read(json.bytes).payload.booking.status.rawValue == status)
        }
    }

    @Test func sessionsInGapsAndOverlapsAreResolved() throws {
        let json = BookingJSON().with("timeZone", #""America/New_York""#).with(
            "sessions",
            """
            [{"startsAt":"2026-03-08T02:30","durationMinutes":30},{"startsAt":"2026-11-01T01:30:00","durationMinutes":44640}]
            """)
        let sessions = try read(json.bytes).payload.booking.sessions
        #expect(sessions.map(\.startsAt.rfc3339) == ["2026-03-08T07:30:00Z", "2026-11-01T05:30:00Z"])
        #expect(sessions.map(\.timeAdjusted) == [true, false])
        #expect(sessions.map(\.localStart) == ["2026-03-08T02:30", "2026-11-01T01:30:00"])
    }

    @Test func membersThatAreNotKnownAreIgnored() throws {
        #expect(try read(BookingJSON().with("addedLater", #"{"x":[1]}"#).bytes).id == "evt-1")
    }
}
