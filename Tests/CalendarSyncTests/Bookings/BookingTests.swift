import CalendarSync
import Foundation
import Testing

@Suite struct BookingTests {
    @Test func endsWithTheSessionThatEndsLast() throws {
        let long = try Sample.session("2026-12-11T16:00:00Z", minutes: 600)
        let late = try Sample.session("2026-12-11T20:00:00Z", minutes: 30)
        #expect(try Sample.booking([late, long]).endsAt == Sample.instant("2026-12-12T02:00:00Z"))
        #expect(Sample.booking([]).endsAt == nil)
    }

    @Test func fullNamesLeaveOutWhatIsEmpty() {
        func lead(_ first: String, _ last: String) -> String {
            Lead(id: "1", firstName: first, lastName: last, email: "", phone: "").fullName
        }
        #expect(lead("Ana", "Lopez") == "Ana Lopez")
        #expect(lead("", "Lopez") == "Lopez")
        #expect(lead("Ana", "") == "Ana")
        #expect(lead("", "") == "")
    }

    @Test func sessionRemembersThatItsTimeWasAdjusted() throws {
        let zone = try #require(TimeZone(ianaName: "America/New_York"))
        let local = try #require(LocalDateTime("2026-03-08T02:30"))
        let session = Session(local: local, text: "2026-03-08T02:30", durationMinutes: 45, zone: zone)
        #expect(session.timeAdjusted && session.localStart == "2026-03-08T02:30")
        #expect(session.startsAt.rfc3339(in: zone) == "2026-03-08T03:30:00-04:00")
        #expect(session.endsAt.rfc3339 == "2026-03-08T08:15:00Z")
    }

    @Test func survivesItsStoredForm() throws {
        let state = BookingState(booking: Sample.booking([try Sample.session(Sample.start)]), revision: 3)
        let data = try JSONEncoder().encode(state)
        #expect(try JSONDecoder().decode(BookingState.self, from: data) == state)
    }

    @Test func theKeyOfItsWorkTellsWhoseItIs() {
        let key = Booking.workKey(accountId: "42", subscriptionId: "9001/a")
        #expect(Booking.accountId(ofWorkKey: key) == "42")
        #expect(Booking.accountId(ofWorkKey: Feed.workKey(id: "f")) == nil)
        #expect(Booking.accountId(ofWorkKey: "link/42/310") == nil)
    }
}
