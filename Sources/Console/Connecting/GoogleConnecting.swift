import CalendarSync
import Foundation

/// Connecting a Google account: out to Google's consent page, and back with a grant (RFC 6749 §4.1 with PKCE).
struct GoogleConnecting: Sendable {
    /// How long the owner may take on Google's page.
    static let patience: TimeInterval = 600
    private static let attempts = 5

    let store: any AccountStore & FeedStore & ParkingStore
    let google: any GoogleAccounts
    let keys: SecretKeys?
    let redirectURI: String
    let now: @Sendable () -> Date
    let random: @Sendable (Int) -> [UInt8]

    struct Beginning: Sendable {
        let authorizeURL: String
        /// For the browser that began, and only for it: the way back asks for it.
        let browserSecret: String
    }

    /// - Parameter origin: the page of the console to come back to; nil: the caller is one of the JSON API.
    func begin(accountId: String, from origin: ConnectOrigin? = nil) async throws -> Beginning {
        guard let keys else { throw ConsoleError.connectingRefused }
        let state = secret()
        let verifier = secret()
        let browserSecret = try origin?.appended(to: secret()) ?? secret()
        try await store.begin(
            PendingAuthorization(
                state: state, accountId: accountId, browserDigest: Self.digest(browserSecret),
                sealedVerifier: try keys.seal(verifier, context: state),
                expiresAt: now().addingTimeInterval(Self.patience)))
        return Beginning(
            authorizeURL: google.authorizeURL(state: state, verifier: verifier, redirectURI: redirectURI),
            browserSecret: browserSecret)
    }

    /// The state is used up by this, whatever comes of it.
    func finish(_ wayBack: OAuthWayBack, browserSecret: String?) async throws -> Integration {
        guard let keys else { throw ConsoleError.connectingRefused }
        guard let state = wayBack.state, Base64URL.decode(state) != nil,
            let pending = try await store.takeAuthorization(state: state, now: now())
        else { throw ConsoleError.unknownAuthorization }
        guard let browserSecret, Self.digest(browserSecret) == pending.browserDigest else {
            throw ConsoleError.otherBrowser
        }
        let grant = try await google.exchange(
            code: try wayBack.grantedCode(), verifier: try keys.open(pending.sealedVerifier, context: state),
            redirectURI: redirectURI)
        guard grant.missingScopes.isEmpty else { throw ConsoleError.missingScopes(grant.missingScopes) }
        guard let refreshToken = grant.refreshToken else { throw ConsoleError.missingRefreshToken }
        let wanted = ConnectOrigin(browserSecret: browserSecret)?.integrationId
        guard wanted == nil || wanted == Integration.id(accountId: pending.accountId, subject: grant.subject) else {
            throw ConsoleError.otherGoogleAccount
        }
        return try await save(grant, refreshToken: refreshToken, accountId: pending.accountId, keys: keys)
    }

    /// The same Google account keeps its integration, and with it its links; what waited for it goes on.
    private func save(
        _ grant: GoogleGrant, refreshToken: String, accountId: String, keys: SecretKeys
    ) async throws -> Integration {
        let id = Integration.id(accountId: accountId, subject: grant.subject)
        let sealed = try keys.seal(refreshToken, context: id)
        for _ in 0..<Self.attempts {
            let known = try await store.integration(id: id)
            var integration = Integration(
                accountId: accountId, subject: grant.subject, email: grant.email, scopes: grant.scopes,
                connectedAt: now(), grantEndsAt: grant.endsAt, sealedRefreshToken: sealed,
                revision: known?.revision ?? 0)
            do {
                integration.revision = try await store.save(integration)
            } catch StoreError.conflict {
                continue
            }
            await google.consented(to: id)
            if known != nil { try await resume(integration) }
            return integration
        }
        throw ConsoleError.conflict
    }

    private func resume(_ integration: Integration) async throws {
        let time = now()
        try await store.release(waitingFor: .reconnect(integrationId: integration.id), at: time)
        for calendarId in Set(try await store.links(integrationId: integration.id).map(\.googleCalendarId)) {
            try await store.ensure(
                Feed(
                    accountId: integration.accountId, integrationId: integration.id, googleCalendarId: calendarId,
                    dueAt: time))
        }
    }

    /// 256 bits; also of the length and alphabet that PKCE asks of a verifier.
    private func secret() -> String { Base64URL.encode(random(32)) }

    private static func digest(_ browserSecret: String) -> String { Digest.text(["browser", browserSecret]) }
}
