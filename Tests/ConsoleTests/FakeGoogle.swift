import CalendarSync
import Console
import Foundation
import Synchronization

/// A Google that grants what it is told to.
final class FakeGoogle: GoogleAccounts {
    struct Exchange: Hashable {
        let code: String
        let verifier: String
        let redirectURI: String
    }

    /// A call for the events of a calendar.
    struct Reading: Hashable {
        let calendarId: String
        let start: Date
        let end: Date
    }

    private struct State {
        var grants: [String: GoogleGrant] = [:]
        var calendars: [GoogleCalendarChoice] = []
        var events = CalendarEvents(timeZone: "UTC", events: [])
        var readings: [Reading] = []
        var error: ConsoleError?
        var exchanges: [Exchange] = []
        var verifiers: [String: String] = [:]
        var consents: [String] = []
    }

    private let state = Mutex(State())

    /// What the codes are worth.
    var grants: [String: GoogleGrant] {
        get { state.withLock(\.grants) }
        set { state.withLock { $0.grants = newValue } }
    }
    var calendars: [GoogleCalendarChoice] {
        get { state.withLock(\.calendars) }
        set { state.withLock { $0.calendars = newValue } }
    }
    /// What every calendar holds.
    var events: CalendarEvents {
        get { state.withLock(\.events) }
        set { state.withLock { $0.events = newValue } }
    }
    var readings: [Reading] { state.withLock(\.readings) }
    /// What every call throws from now on.
    var error: ConsoleError? {
        get { state.withLock(\.error) }
        set { state.withLock { $0.error = newValue } }
    }
    var exchanges: [Exchange] { state.withLock(\.exchanges) }
    /// Whose consents it was told of.
    var consents: [String] { state.withLock(\.consents) }
    /// The PKCE verifiers that the page was opened with, by state.
    var verifiers: [String: String] { state.withLock(\.verifiers) }

    func authorizeURL(state: String, verifier: String, redirectURI: String) -> String {
        self.state.withLock { $0.verifiers[state] = verifier }
        return "https://accounts.example/authorize?state=\(state)"
    }

    let authorizeOrigin = "https://accounts.example"

    func exchange(code: String, verifier: String, redirectURI: String) async throws -> GoogleGrant {
        try state.withLock { state in
            if let error = state.error { throw error }
            state.exchanges.append(Exchange(code: code, verifier: verifier, redirectURI: redirectURI))
            guard let grant = state.grants[code] else { throw ConsoleError.codeRefused }
            return grant
        }
    }

    func calendars(of integration: Integration) async throws -> [GoogleCalendarChoice] {
        try state.withLock { state in
            if let error = state.error { throw error }
            return state.calendars
        }
    }

    func events(
        of integration: Integration, calendarId: String, from start: Date, to end: Date
    ) async throws -> CalendarEvents {
        try state.withLock { state in
            if let error = state.error { throw error }
            state.readings.append(Reading(calendarId: calendarId, start: start, end: end))
            return state.events
        }
    }

    func consented(to integrationId: String) async {
        state.withLock { $0.consents.append(integrationId) }
    }
}
