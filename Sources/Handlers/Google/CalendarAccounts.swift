public import CalendarSync

/// The Google accounts that are connected.
public protocol CalendarAccounts: Sendable {
    /// - Throws: `GoogleError.invalidGrant` where the account must be connected again; `StoreError`.
    func account(integrationId: String) async throws -> CalendarAccount

    /// Google no longer accepts the account's grant: notes it, so that its owner is told.
    /// - Returns: whether its owner has to connect again. False where the grant that was refused is no longer the account's:
    ///   it was connected again meanwhile, and nothing was noted.
    @discardableResult
    func reconnectNeeded(integrationId: String) async throws -> Bool

    /// Ends the account's grant at Google; done where it is no longer valid.
    /// - Throws: `GoogleError`.
    func revoke(_ integration: Integration) async throws
}
