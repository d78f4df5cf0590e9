import CalendarSync
import Foundation
import GoogleCalendar
import Testing

@Suite struct SourceEventTests {
    private func event(_ json: String, series: String? = nil) throws -> SourceEvent {
        SourceEvent(try JSONDecoder().decode(GoogleEvent.self, from: Data(json.utf8)), series: series)
    }

    @Test func aPlainEventIsItsOwnSeries() throws {
        let read = try event(
            #"{"id":"a","start":{"dateTime":"2026-12-01T09:00:00-07:00"},"end":{"date":"2026-12-02"}}"#)
        #expect(read.id == "a" && read.seriesId == "a" && read.status == .confirmed && read.kind == .standard)
        #expect(read.start == .instant(try #require(Date(rfc3339: "2026-12-01T16:00:00Z"))))
        #expect(read.end == .day("2026-12-02"))
        #expect(!read.isTransparent && read.response == nil && read.marker == nil)
    }

    @Test func anInstanceBelongsToItsSeries() throws {
        let json = #"{"id":"s_1","recurringEventId":"s"}"#
        #expect(try event(json).seriesId == "s")
        #expect(try event(json, series: "other").seriesId == "other")
    }

    @Test func flagsThatDecideAreTaken() throws {
        let read = try event(
            """
            {"id":"a","status":"tentative","transparency":"transparent","eventType":"focusTime",
             "attendees":[{"responseStatus":"accepted"},{"self":true,"responseStatus":"declined"}],
             "extendedProperties":{"private":{"\(MirrorMarker.propertyName)":"m","other":"x"}}}
            """)
        #expect(read.status == .tentative && read.isTransparent && read.kind == .focusTime)
        #expect(read.response == .declined)
        #expect(read.marker == "m")
        #expect(read.start == nil && read.end == nil)
    }

    @Test func whatGoogleAddsLaterCountsAsOrdinary() throws {
        let read = try event(#"{"id":"a","status":"postponed","eventType":"siesta"}"#)
        #expect(read.status == .confirmed && read.kind == .standard)
        #expect(try event(#"{"id":"a","status":"cancelled"}"#).status == .cancelled)
    }
}
