import GoogleCalendar
import Testing

@Suite struct GoogleScopesTests {
    @Test func nothingIsMissingWhenAllIsGranted() {
        #expect(GoogleScopes.missing(from: GoogleScopes.required).isEmpty)
    }

    @Test func aScopeTheUserLeftOutIsMissing() {
        let granted = GoogleScopes.required.filter { $0 != GoogleScopes.events }
        #expect(GoogleScopes.missing(from: granted) == [GoogleScopes.events])
        #expect(GoogleScopes.missing(from: [String]()) == GoogleScopes.required)
    }

    @Test func googlesLongNameForEmailCounts() {
        let granted = [
            GoogleScopes.events, GoogleScopes.calendarListReadOnly, GoogleScopes.freeBusy, "openid",
            "https://www.googleapis.com/auth/userinfo.email",
        ]
        #expect(GoogleScopes.missing(from: granted).isEmpty)
    }

    @Test func aWiderScopeCounts() {
        let granted = ["https://www.googleapis.com/auth/calendar", "openid", "email"]
        #expect(GoogleScopes.missing(from: granted).isEmpty)
        let reading = ["https://www.googleapis.com/auth/calendar.readonly", "openid", "email"]
        #expect(GoogleScopes.missing(from: reading) == [GoogleScopes.events])
    }

    @Test func calendarsCanBeMadeWithTheOptionalScopeOrAWiderOne() {
        #expect(!GoogleScopes.canMakeCalendars(GoogleScopes.required))
        #expect(GoogleScopes.canMakeCalendars(GoogleScopes.requested))
        #expect(GoogleScopes.missing(from: GoogleScopes.required).isEmpty)
        for wider in ["calendar", "calendar.calendars"] {
            #expect(GoogleScopes.canMakeCalendars(["https://www.googleapis.com/auth/" + wider]))
        }
    }
}
