public import CalendarSync
public import Foundation
import GoogleCalendar
public import Logging

/// A class was unlinked: takes out what its owner wants taken out, and certifies it. Every step may be repeated; what the
/// certificate says was counted before the first.
public struct UnlinkHandler: Sendable {
    private let store: any AccountStore & BookingStore & FeedStore
    private let bookings: BookingHandler
    private let feeds: FeedHandler
    private let google: any CalendarAccounts
    private let keys: SecretKeys
    private let now: @Sendable () -> Date
    private let logger: Logger

    private static let pageSize = 200
    /// A refusal is believed when Google repeats it.
    private static let refusals = 3

    public init(
        store: any AccountStore & BookingStore & FeedStore, bookings: BookingHandler, feeds: FeedHandler,
        google: any CalendarAccounts, keys: SecretKeys, now: @escaping @Sendable () -> Date, logger: Logger
    ) {
        self.store = store
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
    func carryOut(_ begun: Unlinking, _ context: InputContext) async throws -> Outcome {
        if begun.certificate != nil { return .settled(context.result(.skipped, .unchanged)) }
        var unlinking = begun
        let (found, isOutOfReach) = try await find(unlinking, context)
        if unlinking.tally == nil {
            unlinking.tally = try await tally(unlinking, found)
            unlinking.revision = try await store.save(unlinking)
        }
        var effects: [SyncEffect] = []
        let left = await feeds.leave(unlinking, context)
        guard case .settled(let result) = left else { return left }
        effects += result.effects
        if unlinking.removal == .future {
            if !isOutOfReach, unlinking.unreachableMirrors == nil {
                do {
                    effects += try await remove(found, unlinking, context)
                } catch let failure as AccountFailure
                    where failure.error.isOutOfReach && isFinal(failure.error, context)
                {
                    logger.warning("mirrors cannot be taken out", metadata: ["error": "\(failure.error)"])
                    unlinking = try await giveUp(unlinking, found)
                }
            } else if unlinking.unreachableMirrors == nil {
                unlinking = try await giveUp(unlinking, [])
            }
            if unlinking.unreachableMirrors != nil { try await forgetMirrors(unlinking) }
        }
        try await certify(unlinking)
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
            if failure.error.advice == .reconnect {
                try await google.reconnectNeeded(integrationId: link.integrationId)
            }
            logger.warning("mirrors cannot be looked for", metadata: ["error": "\(failure.error)"])
            return ([], true)
        }
    }

    private func isFinal(_ error: GoogleError, _ context: InputContext) -> Bool {
        error == .invalidGrant || context.attempt >= Self.refusals
    }

    private func tally(_ unlinking: Unlinking, _ found: [MarkedMirrors.Found]) async throws -> Unlinking.Tally {
        let key = unlinking.classKey
        let all = try await store.mirrorCount(of: key)
        guard let time = unlinking.mirrorsGoAfter else {
            return Unlinking.Tally(mirrorsToRemove: 0, mirrorsToKeep: all, blocksToRemove: 0)
        }
        var known: [MirrorEvent] = []
        try await forEachBooking(of: unlinking) { known += $0.mirrorsToGo(of: key, after: time) }
        let unknown = found.filter { one in !known.contains { $0.isSameEvent(as: one.mirror) } }
        let blocks = try await store.blocks(of: key, feedId: unlinking.link.feedId)
        return Unlinking.Tally(
            mirrorsToRemove: known.count + unknown.count, mirrorsToKeep: all - known.count,
            blocksToRemove: blocks.count { $0.state != .writing && $0.block.interval.endsAt > unlinking.requestedAt })
    }

    private func remove(
        _ found: [MarkedMirrors.Found], _ unlinking: Unlinking, _ context: InputContext
    ) async throws -> [SyncEffect] {
        let inputId = context.source.eventId
        var effects: [SyncEffect] = []
        try await forEachBooking(of: unlinking) { effects += try await bookings.reconcile($0, for: inputId).effects }
        let gone = Set(effects.map(\.remoteId))
        for one in found where !gone.contains(one.mirror.eventId) {
            let identity = one.mirror.identity
            if let state = try await store.booking(
                accountId: identity.accountId, subscriptionId: identity.subscriptionId)
            {
                effects += try await bookings.reconcile(state, finding: [one.mirror], for: inputId)
                    .effects
                continue
            }
            // Nobody else has it in hand, unless the class has been linked again.
            guard try await store.link(unlinking.classKey) == nil else { break }
            if let effect = try await delete(one) { effects.append(effect) }
        }
        return effects
    }

    private func delete(_ found: MarkedMirrors.Found) async throws -> SyncEffect? {
        let began = ContinuousClock.now
        let mirror = found.mirror
        return try await AccountFailure.naming(mirror.integrationId) {
            let account = try await google.account(integrationId: mirror.integrationId)
            guard try await MarkedMirrors(account: account, keys: keys).delete(found) else { return nil }
            return SyncEffect(
                .mirrorDeleted, target: .google, calendarId: mirror.googleCalendarId, remoteId: mirror.eventId,
                attempts: 1, latencyMilliseconds: Int((ContinuousClock.now - began) / .milliseconds(1)))
        }
    }

    private func marked(_ link: ClassLink) async throws -> MarkedMirrors {
        MarkedMirrors(account: try await google.account(integrationId: link.integrationId), keys: keys)
    }

    /// Notes how many mirrors stay because Google does not let us at them: those that are still known, and those that
    /// only Google knows and still shows.
    private func giveUp(_ unlinking: Unlinking, _ found: [MarkedMirrors.Found]) async throws -> Unlinking {
        guard let time = unlinking.mirrorsGoAfter else { return unlinking }
        var count = 0
        try await forEachBooking(of: unlinking) {
            count += $0.mirrorsToGo(of: unlinking.classKey, after: time).count
        }
        for one in found {
            let identity = one.mirror.identity
            let state = try await store.booking(
                accountId: identity.accountId, subscriptionId: identity.subscriptionId)
            if state == nil { count += 1 }
        }
        var unlinking = unlinking
        unlinking.unreachableMirrors = min(count, unlinking.tally?.mirrorsToRemove ?? count)
        unlinking.revision = try await store.save(unlinking)
        return unlinking
    }

    /// What cannot be taken out is no longer ours to keep: nothing later is to stop at it.
    private func forgetMirrors(_ unlinking: Unlinking) async throws {
        guard let time = unlinking.mirrorsGoAfter else { return }
        try await forEachBooking(of: unlinking) { state in
            let mirrors = state.mirrorsToGo(of: unlinking.classKey, after: time)
            if mirrors.isEmpty { return }
            var state = state
            for mirror in mirrors { state.remove(mirror) }
            state.intents.removeAll { intent in mirrors.contains { $0.isSameEvent(as: intent.mirror) } }
            try await store.save(state)
        }
    }

    private func certify(_ unlinking: Unlinking) async throws {
        guard let tally = unlinking.tally else { return }
        let feedId = unlinking.link.feedId
        let channels = try await store.feed(id: feedId)?.channels ?? []
        let isUsed = try await !store.links(feedId: feedId).isEmpty
        let unreachable = unlinking.unreachableMirrors ?? 0
        var unlinking = unlinking
        unlinking.certificate = UnlinkCertificate(
            removedMirrors: tally.mirrorsToRemove - unreachable, keptMirrors: tally.mirrorsToKeep,
            unreachableMirrors: unreachable, removedBlocks: tally.blocksToRemove,
            channelStopped: !isUsed && channels.isEmpty,
            linksStillUsing: try await store.links(integrationId: unlinking.link.integrationId).count, issuedAt: now())
        try await store.save(unlinking)
        logger.info("class unlinked", metadata: ["class": "\(unlinking.classKey)"])
    }

    /// The subscriptions of the class that may have mirrors to go.
    private func forEachBooking(
        of unlinking: Unlinking, _ body: (BookingState) async throws -> Void
    ) async throws {
        var after: String?
        repeat {
            let page = try await store.bookings(
                of: unlinking.classKey, endingAfter: unlinking.requestedAt, after: after, limit: Self.pageSize)
            for state in page { try await body(state) }
            after = page.count == Self.pageSize ? page.last?.booking.subscriptionId : nil
        } while after != nil
    }
}

extension BookingState {
    fileprivate func mirrorsToGo(of key: ClassKey, after time: Date) -> [MirrorEvent] {
        mirrors.filter { $0.identity.classKey == key && $0.startsAt > time }
    }
}
