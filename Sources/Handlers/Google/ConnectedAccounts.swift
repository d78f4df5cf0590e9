public import CalendarSync
public import Foundation
public import GoogleCalendar
public import Logging
import Synchronization

/// The accounts as the store has them: refresh tokens sealed there, access tokens in a cache that all calls share.
public final class ConnectedAccounts: CalendarAccounts {
    private let store: any AccountStore
    private let keys: SecretKeys?
    private let calendar: GoogleCalendarClient
    private let oauth: GoogleOAuth
    /// Access tokens by integration, shared by everything in this process.
    public let tokens: AccessTokenCache
    private let gate: GoogleCallGate?
    private let turns = CalendarTurns()
    private let now: @Sendable () -> Date
    private let logger: Logger
    /// Which revision of each integration the cache has been filled from.
    private let revisions = Mutex<[String: Int64]>([:])

    /// - Parameters:
    ///   - keys: nil: no account can be used.
    ///   - gate: what calls on their behalf go through; nil: they go at once.
    public init(
        store: any AccountStore, keys: SecretKeys?, calendar: GoogleCalendarClient, oauth: GoogleOAuth,
        gate: GoogleCallGate? = nil, now: @escaping @Sendable () -> Date, logger: Logger
    ) {
        self.store = store
        self.keys = keys
        self.calendar = calendar
        self.oauth = oauth
        self.gate = gate
        self.now = now
        self.logger = logger
        tokens = AccessTokenCache(
            oauth: oauth,
            refreshToken: { id in
                guard let keys, let integration = try await store.integration(id: id) else {
                    throw GoogleError.invalidGrant
                }
                return try keys.open(integration.sealedRefreshToken, context: id)
            },
            rotated: { id, refreshToken in
                guard let keys, var integration = try await store.integration(id: id) else { return }
                integration.sealedRefreshToken = try keys.seal(refreshToken, context: id)
                try await store.save(integration)
            },
            now: now)
    }

    public func account(integrationId: String) async throws -> CalendarAccount {
        guard let integration = try await store.integration(id: integrationId) else { throw GoogleError.invalidGrant }
        switch integration.status {
        // What is being disconnected is cleared up with its own grant.
        case .connected, .disconnecting: break
        case .reconnectNeeded, .disconnected: throw GoogleError.invalidGrant
        }
        // Connected again, perhaps in another process: what the cache remembers of the old grant no longer counts.
        let known = revisions.withLock { $0.updateValue(integration.revision, forKey: integrationId) }
        if let known, known != integration.revision { await tokens.reset(integrationId) }
        var client = calendar
        if let gate { client = calendar.governed(by: gate, account: integration.subject) }
        return CalendarAccount(calendar: client, tokens: tokens.source(for: integrationId), turns: turns)
    }

    @discardableResult
    public func reconnectNeeded(integrationId: String) async throws -> Bool {
        guard let keys, var integration = try await store.integration(id: integrationId),
            integration.status == .connected
        else { return true }
        // Connected again while Google's answer about the former grant was under way: that says nothing of this one.
        let refreshToken = try keys.open(integration.sealedRefreshToken, context: integrationId)
        guard await tokens.hasRefused(refreshToken, of: integrationId) else { return false }
        integration.lose(at: now())
        do {
            try await store.save(integration)
            logger.warning("a Google account must be connected again", metadata: ["integration": "\(integrationId)"])
        } catch StoreError.conflict {
            // Changed meanwhile, most likely by being connected again: the next call tells.
            return false
        }
        return true
    }

    public func revoke(_ integration: Integration) async throws {
        guard let keys else { throw SecretKeysError.noKeys }
        // The token may have been rotated since the caller read it, and the account connected again.
        guard let newest = try await store.integration(id: integration.id), newest.status == .disconnecting else {
            return
        }
        do {
            try await oauth.revoke(token: try keys.open(newest.sealedRefreshToken, context: newest.id))
        } catch let error as GoogleError where error.advice == .alreadyDone || error.advice == .reconnect {
            // Revoked before, by its owner or by an attempt that was broken off.
        }
        await tokens.reset(integration.id)
    }
}
