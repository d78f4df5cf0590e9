import CalendarSync
import GoogleCalendar

/// Whether a class can be linked as it is asked: the same for making a link and for looking ahead.
struct LinkTerms: Sendable {
    /// What a request names.
    struct Target: Sendable {
        let integration: Integration
        /// The calendar's own id, also where it was asked for as `primary`: one calendar is one feed.
        let googleCalendarId: String
    }

    let store: any AccountStore
    let google: any GoogleAccounts

    /// - Throws: `ConsoleError`, naming the field that cannot be.
    func target(of request: LinkRequest, accountId: String) async throws -> Target {
        guard let integration = try await store.integration(id: request.integrationId),
            integration.accountId == accountId
        else { throw ConsoleError.invalid(field: "integrationId", detail: "is no integration of this account") }
        switch integration.status {
        case .connected, .reconnectNeeded: break
        case .disconnecting, .disconnected:
            throw ConsoleError.invalid(field: "integrationId", detail: "has been disconnected: connect it again")
        }
        try check(request.options, integration)
        let wanted = request.googleCalendarId
        let calendar = try await google.calendars(of: integration)
            .first { $0.id == wanted || (wanted == "primary" && $0.primary) }
        guard let calendar else {
            throw ConsoleError.invalid(field: "googleCalendarId", detail: "is no calendar of this integration")
        }
        guard calendar.writable else {
            throw ConsoleError.invalid(
                field: "googleCalendarId", detail: "cannot be written: Google says \(calendar.accessRole)")
        }
        // Blocks that are read as busy times would make blocks, without end.
        guard try await !store.links(accountId: accountId).contains(where: { $0.busyCalendarId == calendar.id }) else {
            throw ConsoleError.invalid(field: "googleCalendarId", detail: "holds the busy times of a class")
        }
        return Target(integration: integration, googleCalendarId: calendar.id)
    }

    private func check(_ options: LinkOptions, _ integration: Integration) throws {
        switch options.blockWriter {
        case .kartra: break
        case .googleCalendar:
            guard GoogleScopes.canMakeCalendars(integration.scopes) else {
                throw ConsoleError.invalid(
                    field: "options.blockWriter",
                    detail: "googleCalendar needs leave to make a calendar of its own: "
                        + "connect the Google account again and tick that box")
            }
        }
    }
}
