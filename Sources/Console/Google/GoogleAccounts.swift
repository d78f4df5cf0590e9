public import CalendarSync
public import Foundation

/// What the console asks of Google. Throws `ConsoleError`.
public protocol GoogleAccounts: Sendable {
    /// The page on which the owner of a Google account grants access.
    /// - Parameter verifier: PKCE's secret (RFC 7636); the page is told its digest.
    func authorizeURL(state: String, verifier: String, redirectURI: String) -> String

    /// Scheme, host and port of that page.
    var authorizeOrigin: String { get }

    /// Turns the code from the way back into a grant.
    func exchange(code: String, verifier: String, redirectURI: String) async throws -> GoogleGrant

    /// All calendars in the account's list.
    func calendars(of integration: Integration) async throws -> [GoogleCalendarChoice]

    /// The events of a calendar that are not over by `start` and begin before `end`: of series the instances.
    func events(
        of integration: Integration, calendarId: String, from start: Date, to end: Date
    ) async throws -> CalendarEvents

    /// The owner has consented anew: what was known of the old grant is worth nothing.
    func consented(to integrationId: String) async
}
