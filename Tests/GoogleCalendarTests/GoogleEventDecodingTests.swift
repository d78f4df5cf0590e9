import Foundation
import GoogleCalendar
import Testing

@Suite struct GoogleEventDecodingTests {
    private func event(_ json: String) throws -> GoogleEvent {
        try JSONDecoder().decode(GoogleEvent.self, from: Data(json.utf8))
    }

    @Test func readsASeries() throws {
        let event = try event(
            """
            {"id":"s1","status":"tentative","etag":"\\"3078604264386000\\"","updated":"2018-10-11T23:55:32.193Z",
             "start":{"dateTime":"2026-12-11T09:00:00-07:00","timeZone":"America/Denver"},
             "end":{"dateTime":"2026-12-11T10:00:00-07:00","timeZone":"America/Denver"},
             "recurrence":["RRULE:FREQ=WEEKLY","EXDATE;TZID=America/Denver:20261218T090000"],
             "eventType":"focusTime","visibility":"private","transparency":"transparent","sequence":3,
             "attendees":[{"responseStatus":"accepted"},{"self":true,"responseStatus":"declined"}],
             "extendedProperties":{"private":{"calsync":"v1"},"shared":{"x":"y"}}}
            """)
        #expect(event.id == "s1")
        #expect(event.status == .tentative)
        #expect(event.etag == "\"3078604264386000\"")
        #expect(abs(try #require(event.updated).timeIntervalSince1970 - 1_539_302_132.193) < 0.001)
        #expect(event.start?.instant == Date(timeIntervalSince1970: 1_797_004_800))
        #expect(event.start?.timeZone == "America/Denver")
        #expect(event.end?.isAllDay == false)
        #expect(event.recurrence.count == 2)
        #expect(event.eventType == .focusTime)
        #expect(event.visibility == .private)
        #expect(event.transparency == .transparent)
        #expect(event.sequence == 3)
        #expect(event.ownResponse == .declined)
        #expect(event.extendedPrivate == ["calsync": "v1"])
    }

    @Test func readsACancelledInstanceThatIsNearlyEmpty() throws {
        let event = try event(
            """
            {"id":"s1_20261218T160000Z","status":"cancelled","recurringEventId":"s1",
             "originalStartTime":{"dateTime":"2026-12-18T09:00:00-07:00","timeZone":"America/Denver"}}
            """)
        #expect(event.status == .cancelled)
        #expect(event.recurringEventID == "s1")
        #expect(event.originalStartTime?.instant == Date(timeIntervalSince1970: 1_797_609_600))
        #expect(event.start == nil)
        #expect(event.end == nil)
    }

    @Test func readsADeletedEventOfWhichOnlyTheIdIsLeft() throws {
        let event = try event(#"{"id":"e1","status":"cancelled"}"#)
        #expect(event.id == "e1")
        #expect(event.status == .cancelled)
        #expect(event.etag == nil)
    }

    @Test func readsAnAllDayEvent() throws {
        let event = try event(#"{"id":"e1","start":{"date":"2026-12-11"},"end":{"date":"2026-12-12"}}"#)
        #expect(event.start == .day("2026-12-11"))
        #expect(event.end?.date == "2026-12-12")
        #expect(event.start?.isAllDay == true)
        #expect(event.start?.instant == nil)
    }

    @Test func whatGoogleLeavesOutHasItsDefault() throws {
        let event = try event(#"{"id":"e1"}"#)
        #expect(event.status == .confirmed)
        #expect(event.transparency == .opaque)
        #expect(event.visibility == .default)
        #expect(event.eventType == .default)
        #expect(event.attendees.isEmpty)
        #expect(event.ownResponse == nil)
        #expect(event.recurrence.isEmpty)
        #expect(event.extendedPrivate.isEmpty)
    }

    @Test func namesNobodyKnowsYetAreKept() throws {
        let event = try event(
            """
            {"id":"e1","status":"pondered","transparency":"foggy","visibility":"murky","eventType":"eclipse",
             "attendees":[{"self":true,"responseStatus":"delegated"}]}
            """)
        #expect(event.status == .other("pondered"))
        #expect(event.transparency == .other("foggy"))
        #expect(event.visibility == .other("murky"))
        #expect(event.eventType == .other("eclipse"))
        #expect(event.ownResponse == .other("delegated"))
    }

    @Test func everyKnownNameIsReadBackAsItsCase() {
        func check<Value: OpenEnum>(_ type: Value.Type) {
            for value in Value.known { #expect(Value(name: value.name) == value) }
            #expect(Set(Value.known.map(\.name)).count == Value.known.count)
        }
        check(EventStatus.self)
        check(EventTransparency.self)
        check(EventVisibility.self)
        check(EventType.self)
        check(ResponseStatus.self)
        check(AccessRole.self)
        #expect(EventVisibility.private.name == "private")
        #expect(AccessRole(name: "none") == .noAccess)
    }
}
