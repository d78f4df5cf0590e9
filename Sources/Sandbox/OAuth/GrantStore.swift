import Synchronization

/// Consents, codes and tokens, all in memory.
final class GrantStore: Sendable {
    struct Code: Sendable {
        let identity: TokenIdentity
        let redirectURI: String
        let challenge: PKCEChallenge?
        let nonce: String?
        let givesRefreshToken: Bool
        let expires: Int
    }

    struct AccessToken: Sendable {
        let identity: TokenIdentity
        let refreshToken: String?
    }

    private struct Grant {
        var scopes: [String]
        var hasRefreshToken: Bool
    }

    private struct GrantKey: Hashable {
        let subject: String
        let clientId: String
    }

    private struct State {
        var grants: [GrantKey: Grant] = [:]
        var codes: [String: Code] = [:]
        var accessTokens: [String: AccessToken] = [:]
        var refreshTokens: [String: TokenIdentity] = [:]
        /// Seconds since 1970, of those that do not last.
        var refreshTokenEnds: [String: Int] = [:]
    }

    private let state = Mutex(State())

    /// What the user has already granted to the client.
    func grantedScopes(subject: String, clientId: String) -> [String] {
        state.withLock { $0.grants[GrantKey(subject: subject, clientId: clientId)]?.scopes ?? [] }
    }

    /// Records a consent and returns the code for it. A refresh token comes with offline access at the first consent or
    /// when consent was asked for explicitly.
    func consent(_ request: AuthorizationRequest, identity: TokenIdentity, codeExpires: Int) -> String {
        state.withLock { state in
            let key = GrantKey(subject: identity.subject, clientId: identity.clientId)
            let before = state.grants[key]
            let isForced = request.prompts.contains("consent")
            let givesRefreshToken = request.isOffline && (isForced || before?.hasRefreshToken != true)
            let union = (before?.scopes ?? []) + identity.scopes.filter { !(before?.scopes ?? []).contains($0) }
            state.grants[key] = Grant(
                scopes: union, hasRefreshToken: before?.hasRefreshToken == true || givesRefreshToken)
            let scopes = request.includesGrantedScopes ? union : identity.scopes
            let code = RandomToken.make("4/0A", length: 60)
            state.codes[code] = Code(
                identity: TokenIdentity(
                    email: identity.email, subject: identity.subject, clientId: identity.clientId, scopes: scopes,
                    expires: identity.expires),
                redirectURI: request.redirectURI, challenge: request.challenge, nonce: request.nonce,
                givesRefreshToken: givesRefreshToken, expires: codeExpires)
            return code
        }
    }

    /// Takes the code out: it works once, whatever comes of it.
    func redeem(_ code: String, now: Int) -> Code? {
        state.withLock { $0.codes.removeValue(forKey: code) }.flatMap { $0.expires > now ? $0 : nil }
    }

    func issueAccessToken(_ identity: TokenIdentity, refreshToken: String?) -> String {
        let token = RandomToken.make("ya29.a0", length: 160)
        state.withLock { $0.accessTokens[token] = AccessToken(identity: identity, refreshToken: refreshToken) }
        return token
    }

    /// - Parameter expires: seconds since 1970; nil: never.
    func issueRefreshToken(_ identity: TokenIdentity, expires: Int? = nil) -> String {
        let token = RandomToken.make("1//0", length: 100)
        state.withLock { state in
            state.refreshTokens[token] = identity
            state.refreshTokenEnds[token] = expires
        }
        return token
    }

    func refreshIdentity(_ token: String, now: Int) -> TokenIdentity? {
        state.withLock { state in
            if let end = state.refreshTokenEnds[token], end <= now { return nil }
            return state.refreshTokens[token]
        }
    }

    func accessToken(_ token: String, now: Int) -> AccessToken? {
        state.withLock { $0.accessTokens[token] }.flatMap { $0.identity.expires > now ? $0 : nil }
    }

    /// Revokes the consent behind an access or refresh token, with all tokens of that user and client.
    func revoke(_ token: String) -> Bool {
        state.withLock { state in
            guard let identity = state.refreshTokens[token] ?? state.accessTokens[token]?.identity else {
                return false
            }
            Self.remove(from: &state) { $0.subject == identity.subject && $0.clientId == identity.clientId }
            return true
        }
    }

    /// As when the user takes away every app's access.
    func revokeAll(subject: String) {
        state.withLock { state in Self.remove(from: &state) { $0.subject == subject } }
    }

    /// Ends every access token now; refresh tokens live on.
    func expireAccessTokens() {
        state.withLock { $0.accessTokens.removeAll() }
    }

    private static func remove(from state: inout State, where isGone: (TokenIdentity) -> Bool) {
        let gone = state.refreshTokens.values.filter(isGone) + state.accessTokens.values.map(\.identity).filter(isGone)
        for identity in gone {
            state.grants[GrantKey(subject: identity.subject, clientId: identity.clientId)] = nil
        }
        state.refreshTokens = state.refreshTokens.filter { !isGone($0.value) }
        state.accessTokens = state.accessTokens.filter { !isGone($0.value.identity) }
        state.codes = state.codes.filter { !isGone($0.value.identity) }
    }
}
