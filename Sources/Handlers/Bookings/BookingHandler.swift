public import CalendarSync
public import Foundation
import GoogleCalendar
public import Logging

/// Kartra → Google: makes the mirror events of one subscription what its newest state wants.
public struct BookingHandler: Sendable {
    private let store: any AccountStore & BookingStore & DueStore
    private let google: any CalendarAccounts
    private let keys: SecretKeys
    /// For whatever else gives cause to look at a subscription again.
    let reconciler: MirrorReconciler
    private let now: @Sendable () -> Date
    private let logger: Logger

    public init(
        store: any AccountStore & BookingStore & DueStore, google: any CalendarAccounts, keys: SecretKeys,
        now: @escaping @Sendable () -> Date, logger: Logger
    ) {
        self.store = store
        self.google = google
        self.keys = keys
        self.now = now
        self.logger = logger
        reconciler = MirrorReconciler(store: store, google: google, keys: keys, now: now, logger: logger)
    }

    /// A new state of a subscription.
    public func handle(_ booking: Booking, _ context: InputContext) async -> Outcome {
        do {
            return .settled(try await settle(booking, context))
        } catch {
            return await GoogleFailure.outcome(of: error, context, google: google, now: now(), logger: logger)
        }
    }

    /// Its calendar's list shows an event of ours as moved or deleted.
    func check(
        accountId: String, subscriptionId: String, eventId: String, _ context: InputContext
    ) async -> Outcome {
        do {
            let check = MirrorCheck(store: store, google: google, keys: keys, reconciler: reconciler)
            return .settled(
                try await check.run(
                    accountId: accountId, subscriptionId: subscriptionId, eventId: eventId, context))
        } catch {
            return await GoogleFailure.outcome(of: error, context, google: google, now: now(), logger: logger)
        }
    }

    /// Writes that were begun for it have been open for long.
    func finish(accountId: String, subscriptionId: String, _ context: InputContext) async -> Outcome {
        do {
            guard let state = try await store.booking(accountId: accountId, subscriptionId: subscriptionId),
                !state.intents.isEmpty
            else { return .settled(context.result(.skipped, .unchanged)) }
            let done = try await reconciler.reconcile(state, closing: state.intents, for: context.source.eventId)
            return .settled(
                done.effects.isEmpty
                    ? context.result(.skipped, .unchanged, notes: done.notes)
                    : context.result(.succeeded, effects: done.effects, notes: done.notes))
        } catch {
            return await GoogleFailure.outcome(of: error, context, google: google, now: now(), logger: logger)
        }
    }

    private func settle(_ booking: Booking, _ context: InputContext) async throws -> SyncResult {
        var attempt = MirrorAttempt(inputId: context.source.eventId, state: BookingState(booking: booking))
        while true {
            let known = try await store.booking(booking)
            if let known { attempt.take(known) }
            if !attempt.hasBegun, let known, known.lastEventId == attempt.inputId, let result = known.lastResult,
                try await isInPlace(known)
            {
                return result
            }
            let isStale = known.map { booking.order.isOlder(than: $0.booking.order) } ?? false
            if isStale, !attempt.hasBegun { return context.result(.skipped, .stale) }
            if known?.booking.names != booking.names { try await store.note(KnownClass(booking)) }
            if !isStale { attempt.state.booking = booking }
            do {
                // A link that changes while its class has its first bookings does not find them in the store.
                while true {
                    let link = try await reconciler.carryOut(&attempt)
                    let result = result(of: attempt, link: link, isStale: isStale, booking, context)
                    if !isStale {
                        attempt.state.lastEventId = attempt.inputId
                        attempt.state.lastResult = result
                    }
                    try await reconciler.finish(&attempt)
                    if let link { try await lookAgainForCopies(of: link, after: attempt.effects) }
                    let newest = try await store.link(attempt.state.booking.classKey)
                    if ClassLink.mirrorAlike(link, newest) { return result }
                }
            } catch StoreError.conflict {
                // Each conflict means that another worker has begun something new or come to its end, so this one ends, too.
                try Task.checkCancellation()
                logger.info("another worker changed the subscription; it is reconciled again")
            }
        }
    }

    /// Kartra's own copy of a booking that is gone may be an event in its own right. The next poll would find it, too.
    private func lookAgainForCopies(of link: ClassLink, after effects: [SyncEffect]) async throws {
        guard link.options.nativeCopies == .ignore,
            effects.contains(where: { $0.kind == .mirrorDeleted || $0.kind == .mirrorUpdated })
        else { return }
        try await store.postpone(feedId: link.feedId, until: now())
    }

    /// A worker may have died before it saw that the link had changed under it.
    private func isInPlace(_ state: BookingState) async throws -> Bool {
        let link = try await store.link(state.booking.classKey)
        return try await reconciler.plan(state, link).isEmpty
    }

    private func result(
        of attempt: MirrorAttempt, link: ClassLink?, isStale: Bool, _ booking: Booking, _ context: InputContext
    ) -> SyncResult {
        let effects = attempt.effects
        var notes = booking.sessions.contains(where: \.timeAdjusted) ? ["timeAdjusted"] : []
        notes += attempt.reconciled.notes
        if !effects.isEmpty { return context.result(.succeeded, effects: effects, notes: notes) }
        let reason: SyncResult.Reason =
            isStale ? .stale : link.map { $0.isPaused ? .paused : .unchanged } ?? .classNotLinked
        return context.result(.skipped, reason, notes: notes)
    }
}

extension Booking {
    /// What the console shows of the class.
    fileprivate var names: [String] { [calendarId, calendarName, classId, className] }
}

extension ClassLink {
    /// Whether mirrors are the same for both.
    fileprivate static func mirrorAlike(_ one: ClassLink?, _ other: ClassLink?) -> Bool {
        one?.integrationId == other?.integrationId && one?.googleCalendarId == other?.googleCalendarId
            && one?.options == other?.options && one?.isPaused == other?.isPaused
    }
}
