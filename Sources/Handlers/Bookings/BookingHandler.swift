public import CalendarSync
public import Foundation
import GoogleCalendar
public import Logging

/// Kartra → Google: makes the mirror events of one subscription what its newest state wants.
public struct BookingHandler: Sendable {
    private let store: any AccountStore & BookingStore & DueStore
    private let google: any CalendarAccounts
    private let keys: SecretKeys
    private let now: @Sendable () -> Date
    private let logger: Logger

    /// An id that Google never gives back needs the next generation; nobody books and cancels the same time this often.
    private static let maxGenerations = 16

    public init(
        store: any AccountStore & BookingStore & DueStore, google: any CalendarAccounts, keys: SecretKeys,
        now: @escaping @Sendable () -> Date, logger: Logger
    ) {
        self.store = store
        self.google = google
        self.keys = keys
        self.now = now
        self.logger = logger
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
            let check = MirrorCheck(store: store, google: google, keys: keys, bookings: self)
            return .settled(
                try await check.run(
                    accountId: accountId, subscriptionId: subscriptionId, eventId: eventId, context))
        } catch {
            return await GoogleFailure.outcome(of: error, context, google: google, now: now(), logger: logger)
        }
    }

    /// The same state again, because its link has changed.
    /// - Throws: what Google or the store answered instead.
    /// - Parameter found: events of ours that were found in Google and that the store may know nothing of.
    func reconcile(
        _ known: BookingState, finding found: [MirrorEvent] = [], for inputId: String
    ) async throws -> Reconciled {
        var attempt = MirrorAttempt(inputId: inputId, state: known, touched: found)
        while true {
            do {
                _ = try await carryOut(&attempt)
                if attempt.hasBegun { try await finish(&attempt) }
                return attempt.reconciled
            } catch StoreError.conflict {
                try Task.checkCancellation()
                guard let newer = try await load(known.booking) else { return attempt.reconciled }
                attempt.take(newer)
            }
        }
    }

    private func settle(_ booking: Booking, _ context: InputContext) async throws -> SyncResult {
        var attempt = MirrorAttempt(inputId: context.source.eventId, state: BookingState(booking: booking))
        while true {
            let known = try await load(booking)
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
                    let link = try await carryOut(&attempt)
                    let result = result(of: attempt, link: link, isStale: isStale, booking, context)
                    if !isStale {
                        attempt.state.lastEventId = attempt.inputId
                        attempt.state.lastResult = result
                    }
                    try await finish(&attempt)
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
        return try await plan(state, link).isEmpty
    }

    private func plan(_ state: BookingState, _ link: ClassLink?) async throws -> [MirrorChange] {
        if link?.isPaused == true { return [] }
        // What an unlinking has not seen, because it was written meanwhile, goes with the input that wrote it.
        let isLeft = link == nil && !state.mirrors.isEmpty
        let unlinking = isLeft ? try await store.unlinking(state.booking.classKey) : nil
        return MirrorPlanner.plan(state.booking, existing: state.mirrors, link: link, unlinking: unlinking)
    }

    private func load(_ booking: Booking) async throws -> BookingState? {
        try await store.booking(accountId: booking.accountId, subscriptionId: booking.subscriptionId)
    }

    /// Plans, notes in the store what is about to be written, writes it. A worker that dies in between leaves its intents
    /// behind, and the next plan puts right what they name.
    /// - Returns: the link that the plan is made for. It is read after the state, so that it is not the older of the two.
    private func carryOut(_ attempt: inout MirrorAttempt) async throws -> ClassLink? {
        let booking = attempt.state.booking
        let link = try await store.link(booking.classKey)
        let steps = try await plan(attempt.state, link).compactMap { MirrorStep($0, link: link) }
        try await note(steps.map(\.mirror), &attempt)
        for step in steps {
            do {
                try await carryOut(step, &attempt)
            } catch let failure as AccountFailure
                where failure.error.isOutOfReach && step.content == nil && link?.holds(step.mirror) == false
            {
                // In a calendar that the class has left. It cannot be helped from here, and the new one matters more.
                if failure.error.advice == .reconnect {
                    try await google.reconnectNeeded(integrationId: failure.integrationId)
                }
                attempt.leaveBehind(step.mirror)
                logger.warning(
                    "event left behind in a calendar that can no longer be written",
                    metadata: ["class": "\(booking.classKey)", "error": "\(failure.error)"])
            }
        }
        return link
    }

    /// Where Google does not give an id, the next generation of it that none of our events has is noted and tried.
    private func carryOut(_ first: MirrorStep, _ attempt: inout MirrorAttempt) async throws {
        var step = first
        for _ in 1...Self.maxGenerations {
            switch try await write(step) {
            case .stands(let mirror, let effects):
                attempt.state.put(mirror)
                attempt.effects += effects
                return
            case .isGone(let effects):
                attempt.state.remove(step.mirror)
                attempt.effects += effects
                return
            case .idIsTaken(let effects):
                attempt.effects += effects
                let taken = step.mirror
                repeat {
                    step = step.next()
                } while attempt.state.mirrors.contains { $0.identity == step.mirror.identity }
                attempt.state.remove(taken)
                try await note([step.mirror], &attempt)
            }
        }
        throw AccountFailure(integrationId: first.mirror.integrationId, error: .duplicate)
    }

    private func note(_ mirrors: [MirrorEvent], _ attempt: inout MirrorAttempt) async throws {
        if attempt.begin(mirrors) { try await save(&attempt) }
        attempt.touched += mirrors
    }

    private func finish(_ attempt: inout MirrorAttempt) async throws {
        attempt.state.intents.removeAll { $0.inputId == attempt.inputId }
        try await save(&attempt)
        attempt.touched = []
    }

    private func save(_ attempt: inout MirrorAttempt) async throws {
        attempt.saved(at: try await store.save(attempt.state))
    }

    private func write(_ step: MirrorStep) async throws -> MirrorWriter.Answer {
        let integrationId = step.mirror.integrationId
        return try await AccountFailure.naming(integrationId) {
            let writer = MirrorWriter(account: try await google.account(integrationId: integrationId), keys: keys)
            return try await writer.write(step)
        }
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
    /// Whether the event is in the calendar that the class is linked to.
    fileprivate func holds(_ mirror: MirrorEvent) -> Bool {
        integrationId == mirror.integrationId && googleCalendarId == mirror.googleCalendarId
    }

    /// Whether mirrors are the same for both.
    fileprivate static func mirrorAlike(_ one: ClassLink?, _ other: ClassLink?) -> Bool {
        one?.integrationId == other?.integrationId && one?.googleCalendarId == other?.googleCalendarId
            && one?.options == other?.options && one?.isPaused == other?.isPaused
    }
}
