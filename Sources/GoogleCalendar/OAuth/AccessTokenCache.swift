public import Foundation
import OutboundHTTP

/// Access tokens by integration, refreshed some minutes before they expire, once for all who ask at the same time.
public actor AccessTokenCache {
    private struct Token {
        let value: String
        let expiresAt: Date
        var refreshAt: Date
    }

    private enum Entry {
        /// Becomes `refreshing` when due or invalidated.
        case valid(Token)
        /// Becomes `valid`, `failed` or nothing. `previous` may still serve when the refresh fails for the moment.
        case refreshing(Task<String, any Error>, number: Int, previous: Token?)
        /// Until `reset`: the user has to consent again. With the refresh token that was refused; nil: there was none.
        case failed(GoogleError, refreshToken: String?)
    }

    private static let pauseAfterFailedRefresh: TimeInterval = 30

    private let oauth: GoogleOAuth
    private let refreshToken: @Sendable (_ integrationID: String) async throws -> String
    private let rotated: @Sendable (_ integrationID: String, _ refreshToken: String) async throws -> Void
    private let now: @Sendable () -> Date
    private let secondsEarly: @Sendable () -> TimeInterval
    private var entries: [String: Entry] = [:]
    private var lastNumber = 0

    /// - Parameters:
    ///   - refreshToken: opens the sealed refresh token of an integration.
    ///   - rotated: seals the one that Google put in its place.
    ///   - secondsEarly: drawn anew for each token, so that workers do not refresh as one.
    public init(
        oauth: GoogleOAuth,
        refreshToken: @escaping @Sendable (_ integrationID: String) async throws -> String,
        rotated: @escaping @Sendable (_ integrationID: String, _ refreshToken: String) async throws -> Void,
        now: @escaping @Sendable () -> Date = { Date() },
        secondsEarly: @escaping @Sendable () -> TimeInterval = { .random(in: 240...300) }
    ) {
        self.oauth = oauth
        self.refreshToken = refreshToken
        self.rotated = rotated
        self.now = now
        self.secondsEarly = secondsEarly
    }

    public nonisolated func source(for integrationID: String) -> IntegrationTokens {
        IntegrationTokens(cache: self, integrationID: integrationID)
    }

    /// Throws `GoogleError`, or what the closures throw. A grant that is gone fails at once until `reset`.
    public func token(for integrationID: String) async throws -> String {
        switch entries[integrationID] {
        case .failed(let error, _): throw error
        case .valid(let token) where now() < token.refreshAt: return token.value
        case .valid(let token): return try await refresh(integrationID, previous: token)
        case .refreshing(let task, _, _): return try await value(of: task)
        case nil: return try await refresh(integrationID, previous: nil)
        }
    }

    public func invalidate(_ token: String, for integrationID: String) {
        switch entries[integrationID] {
        case .valid(let known) where known.value == token:
            entries[integrationID] = nil
        case .refreshing(let task, let number, let previous) where previous?.value == token:
            entries[integrationID] = .refreshing(task, number: number, previous: nil)
        case .valid, .refreshing, .failed, nil: break
        }
    }

    /// After a new consent, or when the integration goes.
    public func reset(_ integrationID: String) {
        entries[integrationID] = nil
    }

    /// Whether Google has refused this very refresh token; unknown, and so false, after `reset`.
    public func hasRefused(_ refreshToken: String, of integrationID: String) -> Bool {
        guard case .failed(_, let refused) = entries[integrationID] else { return false }
        return refused == refreshToken
    }

    private func refresh(_ integrationID: String, previous: Token?) async throws -> String {
        lastNumber += 1
        let number = lastNumber
        // A task of its own: it belongs to all who wait, so the cancellation of one must not reach it. It ends with the
        // token call's deadline at the latest. Nor does it need what only the first of them must hold for its calls.
        let task = CallPermit.$current.withValue(nil) {
            Task { try await runRefresh(integrationID, number: number) }
        }
        entries[integrationID] = .refreshing(task, number: number, previous: previous)
        return try await value(of: task)
    }

    private func value(of task: Task<String, any Error>) async throws -> String {
        let value = try await task.value
        try Task.checkCancellation()
        return value
    }

    private func runRefresh(_ integrationID: String, number: Int) async throws -> String {
        var used: String?
        do {
            let known = try await refreshToken(integrationID)
            used = known
            let grant = try await oauth.refresh(refreshToken: known)
            if let replacement = grant.refreshToken, replacement != known {
                try await rotated(integrationID, replacement)
            }
            settle(integrationID, number: number, as: .valid(token(of: grant)))
            return grant.accessToken
        } catch let error as GoogleError where error.advice == .reconnect {
            settle(integrationID, number: number, as: .failed(error, refreshToken: used))
            throw error
        } catch {
            guard case .refreshing(_, number, var token?) = entries[integrationID], now() < token.expiresAt else {
                settle(integrationID, number: number, as: nil)
                throw error
            }
            token.refreshAt = min(now().addingTimeInterval(Self.pauseAfterFailedRefresh), token.expiresAt)
            settle(integrationID, number: number, as: .valid(token))
            return token.value
        }
    }

    /// Nothing is kept of a refresh that a reset has overtaken.
    private func settle(_ integrationID: String, number: Int, as entry: Entry?) {
        guard case .refreshing(_, number, _) = entries[integrationID] else { return }
        entries[integrationID] = entry
    }

    private func token(of grant: TokenGrant) -> Token {
        let lifetime = grant.expiresAt.timeIntervalSince(now())
        // A short-lived token is used for half its life at least.
        let early = min(secondsEarly(), lifetime / 2)
        return Token(
            value: grant.accessToken, expiresAt: grant.expiresAt, refreshAt: grant.expiresAt.addingTimeInterval(-early))
    }
}
