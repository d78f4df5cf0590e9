public import CalendarSync
public import Foundation
import GoogleCalendar
public import Logging

/// A class was unlinked: takes out what its owner wants taken out, and certifies it. Every step may be repeated; what the
/// certificate says was counted before the first.
public struct UnlinkHandler: Sendable {
    private let store: any AccountStore & BookingStore & FeedStore
    private let ledger: UnlinkLedger
    private let bookings: BookingHandler
    private let feeds: FeedHandler
    private let google: any CalendarAccounts
    private let keys: SecretKeys
    private let now: @Sendable () -> Date
    private let logger: Logger

    /// A refusal is believed when Google repeats it.
    private static let refusals = 3

    public init(
        store: any AccountStore & BookingStore & FeedStore, bookings: BookingHandler, feeds: FeedHandler,
        google: any CalendarAccounts, keys: SecretKeys, now: @escaping @Sendable () -> Date, logger: Logger
    ) {
        self.store = store
        ledger = UnlinkLedger(store: store, now: now)
        self.bookings = bookings
        self.feeds = feeds
        self.google = google
        self.keys = keys
        self.now = now
        self.logger = logger
    }

    func unlink(_ key: ClassKey, _ context: InputContext) async -> Outcome {
        do {
            guard let unlinking = try await store.unlinking(key) else {
                return .settled(context.result(.skipped, .unknownLink))
            }
            var context = context
            context.subject.calendarId = unlinking.link.calendarId
            return try await carryOut(unlinking, context)
        } catch {
            return await GoogleFailure.outcome(of: error, context, google: google, now: now(), logger: logger)
        }
    }

    /// Settled when the certificate is stored.
    func carryOut(_ unlinking: Unlinking, _ context: InputContext) async throws -> Outcome {
        do {
            return try await clearUp(unlinking, context)
        } catch let failure as AccountFailure where failure.error.isOutOfReach {
            // Not believed yet: once more soon, rather than in an hour.
            logger.info("refused by Google", metadata: ["error": "\(failure.error)"])
            return .retry(after: nil, .temporaryFailure)
        }
    }

    private func clearUp(_ begun: Unlinking, _ context: InputContext) async throws -> Outcome {
        if begun.certificate != nil { return .settled(context.result(.skipped, .unchanged)) }
        var unlinking = begun
        let (found, isOutOfReach) = try await find(unlinking, context)
        if unlinking.tally == nil {
            unlinking = try await ledger.tally(unlinking, found.map(\.mirror))
        }
        var effects: [SyncEffect] = []
        let left = await feeds.leave(unlinking, context)
        guard case .settled(let result) = left else { return left }
        effects += result.effects
        if unlinking.removal == .future {
            if isOutOfReach {
                unlinking = try await ledger.giveUp(unlinking, [])
            } else if unlinking.unreachableMirrors == nil {
                let removed = try await remove(found, unlinking, context)
                effects += removed.effects
                if removed.isRefused { unlinking = try await ledger.giveUp(unlinking, removed.left) }
            }
            if unlinking.unreachableMirrors != nil { try await ledger.forgetMirrors(unlinking) }
        }
        try await ledger.certify(unlinking)
        logger.info("class unlinked", metadata: ["class": "\(unlinking.classKey)"])
        return .settled(
            effects.isEmpty ? context.result(.skipped, .unchanged) : context.result(.succeeded, effects: effects))
    }

    /// The mirrors that are to go, as Google has them.
    private func find(
        _ unlinking: Unlinking, _ context: InputContext
    ) async throws -> (found: [MarkedMirrors.Found], isOutOfReach: Bool) {
        guard let time = unlinking.mirrorsGoAfter, unlinking.unreachableMirrors == nil else { return ([], false) }
        let link = unlinking.link
        do {
            let found = try await AccountFailure.naming(link.integrationId) {
                try await marked(link).list(of: link, after: time)
            }
            return (found, false)
        } catch let failure as AccountFailure where failure.error.isOutOfReach && isFinal(failure.error, context) {
            try await note(failure)
            return ([], true)
        }
    }

    /// Google does not let us at the mirrors, and its owner may have to know.
    private func note(_ failure: AccountFailure) async throws {
        if failure.error.advice == .reconnect {
            try await google.reconnectNeeded(integrationId: failure.integrationId)
        }
        logger.warning("mirrors are out of reach", metadata: ["error": "\(failure.error)"])
    }

    private func isFinal(_ error: GoogleError, _ context: InputContext) -> Bool {
        error == .invalidGrant || context.attempt >= Self.refusals
    }

    private struct Removed {
        var effects: [SyncEffect] = []
        /// Google does not let us at some.
        var isRefused = false
        /// Of those that only Google knows.
        var left: [MirrorEvent] = []
    }

    /// What Google refuses for good does not keep the others in.
    private func remove(
        _ found: [MarkedMirrors.Found], _ unlinking: Unlinking, _ context: InputContext
    ) async throws -> Removed {
        let inputId = context.source.eventId
        var removed = Removed()
        func trying(_ body: () async throws -> [SyncEffect]) async throws -> Bool {
            do {
                removed.effects += try await body()
                return true
            } catch let failure as AccountFailure where failure.error.isOutOfReach && isFinal(failure.error, context) {
                if !removed.isRefused { try await note(failure) }
                removed.isRefused = true
                return false
            }
        }
        try await ledger.forEachBooking(of: unlinking) { state in
            _ = try await trying { try await bookings.reconciler.reconcile(state, for: inputId).effects }
        }
        let gone = Set(removed.effects.map(\.remoteId))
        for one in found where !gone.contains(one.mirror.eventId) {
            let identity = one.mirror.identity
            if let state = try await store.booking(
                accountId: identity.accountId, subscriptionId: identity.subscriptionId)
            {
                _ = try await trying {
                    try await bookings.reconciler.reconcile(state, finding: [one.mirror], for: inputId).effects
                }
                continue
            }
            // Nobody else has it in hand, unless the class has been linked again.
            guard try await store.link(unlinking.classKey) == nil else { break }
            if try await !trying({ try await delete(one).map { [$0] } ?? [] }) { removed.left.append(one.mirror) }
        }
        return removed
    }

    private func delete(_ found: MarkedMirrors.Found) async throws -> SyncEffect? {
        let began = ContinuousClock.now
        let mirror = found.mirror
        return try await AccountFailure.naming(mirror.integrationId) {
            let account = try await google.account(integrationId: mirror.integrationId)
            guard try await MarkedMirrors(account: account, keys: keys).delete(found) else { return nil }
            return SyncEffect(
                .mirrorDeleted, target: .google, calendarId: mirror.googleCalendarId, remoteId: mirror.eventId,
                generation: mirror.identity.generation, attempts: 1,
                latencyMilliseconds: Int((ContinuousClock.now - began) / .milliseconds(1)))
        }
    }

    private func marked(_ link: ClassLink) async throws -> MarkedMirrors {
        MarkedMirrors(account: try await google.account(integrationId: link.integrationId), keys: keys)
    }
}
