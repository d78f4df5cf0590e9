import CalendarSync
import GoogleCalendar
import Handlers

/// The connected accounts with a worker's own way to Google.
struct MortalAccounts: CalendarAccounts {
    let accounts: ConnectedAccounts
    let calendar: GoogleCalendarClient

    func account(integrationId: String) async throws -> CalendarAccount {
        CalendarAccount(
            calendar: calendar, tokens: try await accounts.account(integrationId: integrationId).tokens)
    }

    func reconnectNeeded(integrationId: String) async throws -> Bool {
        try await accounts.reconnectNeeded(integrationId: integrationId)
    }

    func revoke(_ integration: Integration) async throws { try await accounts.revoke(integration) }
}
