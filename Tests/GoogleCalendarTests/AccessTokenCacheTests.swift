import Foundation
import GoogleCalendar
import OutboundHTTP
import Synchronization
import Testing
import TestSupport

@Suite(.timeLimit(.minutes(1)))
struct AccessTokenCacheTests {
    /// A clock that only moves when told.
    private final class ManualClock: Sendable {
        private let seconds = Mutex<TimeInterval>(1_800_000_000)

        var now: Date { Date(timeIntervalSince1970: seconds.withLock { $0 }) }

        func advance(by interval: TimeInterval) {
            seconds.withLock { $0 += interval }
        }
    }

    private let clock = ManualClock()

    /// Numbers the tokens it grants; each lives for an hour.
    private final class Grants: Sendable {
        private let total = Mutex(0)

        var count: Int { total.withLock { $0 } }

        func next(refreshToken: String? = nil) -> ScriptedAnswer {
            let number = total.withLock { total in
                total += 1
                return total
            }
            let replacement = refreshToken.map { #","refresh_token":"\#($0)""# } ?? ""
            return .json(#"{"access_token":"at\#(number)","expires_in":3600\#(replacement)}"#)
        }
    }

    private func cache(
        _ sender: HTTPClient, _ endpoints: GoogleEndpoints,
        rotated: @escaping @Sendable (String, String) async throws -> Void = { _, _ in }
    ) -> AccessTokenCache {
        let clock = clock
        return AccessTokenCache(
            oauth: GoogleOAuth(
                sender: sender, endpoints: endpoints, credentials: GoogleClientCredentials(id: "i", secret: "s"),
                now: { clock.now }),
            refreshToken: { "refresh-of-\($0)" }, rotated: rotated, now: { clock.now }, secondsEarly: { 270 })
    }

    private func expect(
        _ token: String, from source: IntegrationTokens, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let given = try await source.accessToken()
        #expect(given == token, sourceLocation: sourceLocation)
    }

    @Test func fiftyCallersShareOneRefresh() async throws {
        let grants = Grants()
        let google = ScriptedGoogle { _ in grants.next() }
        try await google.run { sender, endpoints in
            let cache = cache(sender, endpoints)
            try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<50 { group.addTask { try await cache.token(for: "one") } }
                for try await token in group { #expect(token == "at1") }
            }
        }
        #expect(google.requests.count == 1)
        #expect(google.requests.first?.form["refresh_token"] == "refresh-of-one")
    }

    @Test func eachIntegrationHasATokenOfItsOwn() async throws {
        let google = ScriptedGoogle { request in
            .json(#"{"access_token":"at-\#(request.form["refresh_token"] ?? "")","expires_in":3600}"#)
        }
        try await google.run { sender, endpoints in
            let cache = cache(sender, endpoints)
            try await expect("at-refresh-of-one", from: cache.source(for: "one"))
            try await expect("at-refresh-of-two", from: cache.source(for: "two"))
        }
    }

    @Test func aCancelledCallerDoesNotFailTheOthers() async throws {
        let grants = Grants()
        let (gate, openGate) = AsyncStream<Void>.makeStream()
        let google = ScriptedGoogle { _ in
            for await _ in gate {}
            return grants.next()
        }
        try await google.run { sender, endpoints in
            let cache = cache(sender, endpoints)
            let first = Task { try await cache.token(for: "one") }
            #expect(await eventually { google.requests.count == 1 })
            let second = Task { try await cache.token(for: "one") }
            first.cancel()
            openGate.finish()
            await #expect(throws: CancellationError.self) { try await first.value }
            let token = try await second.value
            #expect(token == "at1")
        }
        #expect(google.requests.count == 1)
    }

    @Test func aTokenIsRefreshedSomeMinutesBeforeItExpires() async throws {
        let grants = Grants()
        let google = ScriptedGoogle { _ in grants.next() }
        try await google.run { sender, endpoints in
            let cache = cache(sender, endpoints)
            try await expect("at1", from: cache.source(for: "one"))
            clock.advance(by: 3600 - 271)
            try await expect("at1", from: cache.source(for: "one"))
            clock.advance(by: 1)
            try await expect("at2", from: cache.source(for: "one"))
        }
    }

    @Test func anEarlyRefreshThatFailsForTheMomentLeavesTheOldTokenInUse() async throws {
        let grants = Grants()
        let google = ScriptedGoogle { _ in
            grants.count == 0 ? grants.next() : ScriptedAnswer(status: 503)
        }
        try await google.run { sender, endpoints in
            let cache = cache(sender, endpoints)
            try await expect("at1", from: cache.source(for: "one"))
            clock.advance(by: 3400)
            try await expect("at1", from: cache.source(for: "one"))
            try await expect("at1", from: cache.source(for: "one"))
            #expect(google.requests.count == 2)
            clock.advance(by: 200)
            await #expect(throws: GoogleError.unavailable(status: 503, retryAfter: nil)) {
                try await cache.token(for: "one")
            }
        }
    }

    @Test func aGrantThatIsGoneFailsAtOnceUntilReset() async throws {
        let isRevoked = Mutex(true)
        let grants = Grants()
        let google = ScriptedGoogle { _ in
            isRevoked.withLock { $0 }
                ? ScriptedAnswer(status: 400, json: #"{"error":"invalid_grant"}"#) : grants.next()
        }
        try await google.run { sender, endpoints in
            let cache = cache(sender, endpoints)
            for _ in 0..<3 {
                await #expect(throws: GoogleError.invalidGrant) { try await cache.token(for: "one") }
            }
            #expect(google.requests.count == 1)
            isRevoked.withLock { $0 = false }
            await cache.reset("one")
            try await expect("at1", from: cache.source(for: "one"))
        }
    }

    @Test func theRefreshTokenThatWasRefusedIsKnownUntilReset() async throws {
        let google = ScriptedGoogle { _ in ScriptedAnswer(status: 400, json: #"{"error":"invalid_grant"}"#) }
        try await google.run { sender, endpoints in
            let cache = cache(sender, endpoints)
            #expect(await !cache.hasRefused("refresh-of-one", of: "one"))
            await #expect(throws: GoogleError.invalidGrant) { try await cache.token(for: "one") }
            #expect(await cache.hasRefused("refresh-of-one", of: "one"))
            #expect(await !cache.hasRefused("another", of: "one"))
            await cache.reset("one")
            #expect(await !cache.hasRefused("refresh-of-one", of: "one"))
        }
    }

    @Test func aPassingFailureIsNotRemembered() async throws {
        let attempts = Mutex(0)
        let grants = Grants()
        let google = ScriptedGoogle { _ in
            let isFirst = attempts.withLock { count in
                count += 1
                return count == 1
            }
            return isFirst ? ScriptedAnswer(status: 500) : grants.next()
        }
        try await google.run { sender, endpoints in
            let cache = cache(sender, endpoints)
            await #expect(throws: GoogleError.unavailable(status: 500, retryAfter: nil)) {
                try await cache.token(for: "one")
            }
            try await expect("at1", from: cache.source(for: "one"))
        }
    }

    @Test func onlyTheTokenThatWasRefusedIsDropped() async throws {
        let grants = Grants()
        let google = ScriptedGoogle { _ in grants.next() }
        try await google.run { sender, endpoints in
            let cache = cache(sender, endpoints)
            let source = cache.source(for: "one")
            try await expect("at1", from: source)
            await source.invalidate("at0")
            try await expect("at1", from: source)
            await source.invalidate("at1")
            try await expect("at2", from: source)
            // A caller that was late with its complaint about the first.
            await source.invalidate("at1")
            try await expect("at2", from: source)
        }
    }

    @Test func aReplacedRefreshTokenIsHandedOn() async throws {
        let grants = Grants()
        let handedOn = Mutex<[String]>([])
        let google = ScriptedGoogle { _ in grants.next(refreshToken: "brand-new") }
        try await google.run { sender, endpoints in
            let cache = cache(sender, endpoints) { id, token in handedOn.withLock { $0.append("\(id): \(token)") } }
            _ = try await cache.token(for: "one")
        }
        #expect(handedOn.withLock { $0 } == ["one: brand-new"])
    }

    @Test func aRefreshThatAResetHasOvertakenLeavesNothingBehind() async throws {
        let grants = Grants()
        let (gate, openGate) = AsyncStream<Void>.makeStream()
        let google = ScriptedGoogle { _ in
            for await _ in gate {}
            return grants.next()
        }
        try await google.run { sender, endpoints in
            let cache = cache(sender, endpoints)
            let early = Task { try await cache.token(for: "one") }
            #expect(await eventually { google.requests.count == 1 })
            await cache.reset("one")
            openGate.finish()
            let token = try await early.value
            #expect(token == "at1")
            try await expect("at2", from: cache.source(for: "one"))
        }
    }
}
