import CalendarSync
import Console
import Foundation

/// A Google that answers at once, so that the pages' own time is what is measured.
struct InstantGoogle: GoogleAccounts {
    let authorizeOrigin = "https://accounts.google.com"

    func authorizeURL(state: String, verifier: String, redirectURI: String) -> String { authorizeOrigin }

    func exchange(code: String, verifier: String, redirectURI: String) async throws -> GoogleGrant {
        throw ConsoleError.codeRefused
    }

    func calendars(of integration: Integration) async throws -> [GoogleCalendarChoice] {
        (0..<20).map { number in
            GoogleCalendarChoice(
                id: "calendar\(number)@group.calendar.google.com", name: "Calendar \(number)",
                timeZone: "America/Denver", accessRole: "owner", primary: number == 0, writable: true,
                watchable: true)
        }
    }

    func events(
        of integration: Integration, calendarId: String, from start: Date, to end: Date
    ) async throws -> CalendarEvents {
        CalendarEvents(timeZone: "America/Denver", events: [])
    }

    func consented(to integrationId: String) async {}
}
