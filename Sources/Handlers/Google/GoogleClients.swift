public import GoogleCalendar

/// Clients of Google Calendar, each acting for one connected account.
public protocol GoogleClients: Sendable {
    /// - Throws: `GoogleError` where no access token can be had for the account.
    func client(integrationId: String) async throws -> GoogleCalendarClient

    /// Google no longer accepts the account's grant: notes it, so that its owner is told.
    func reconnectNeeded(integrationId: String) async throws
}
