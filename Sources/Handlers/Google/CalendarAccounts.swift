/// The Google accounts that are connected.
public protocol CalendarAccounts: Sendable {
    /// - Throws: `GoogleError.invalidGrant` where the account must be connected again; `StoreError`.
    func account(integrationId: String) async throws -> CalendarAccount

    /// Google no longer accepts the account's grant: notes it, so that its owner is told.
    func reconnectNeeded(integrationId: String) async throws
}
