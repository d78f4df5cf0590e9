public import CalendarSync
public import Foundation
public import Logging

/// Kartra → Google: makes the mirror events of one subscription what its newest state wants.
public struct BookingHandler: Sendable {
    private let store: any AccountStore & BookingStore
    private let google: any CalendarAccounts
    private let keys: SecretKeys
    private let now: @Sendable () -> Date
    private let logger: Logger

    public init(
        store: any AccountStore & BookingStore, google: any CalendarAccounts, keys: SecretKeys,
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

    /// The same state again, because its link has changed.
    /// - Throws: what Google or the store answered instead.
    func reconcile(_ state: BookingState) async throws -> [SyncEffect] {
        var attempt = Attempt(state: state)
        while true {
            do {
                try await carryOut(&attempt)
                if !attempt.effects.isEmpty { try await store.save(attempt.state) }
                return attempt.effects
            } catch StoreError.conflict {
                try Task.checkCancellation()
                guard let newer = try await load(state.booking, attempt.touched) else { return attempt.effects }
                attempt.state = newer
            }
        }
    }

    private func settle(_ booking: Booking, _ context: InputContext) async throws -> SyncResult {
        var attempt = Attempt(state: BookingState(booking: booking))
        while true {
            let known = try await load(booking, attempt.touched)
            if attempt.touched.isEmpty, let known, known.lastEventId == context.source.eventId,
                let result = known.lastResult
            {
                return result
            }
            let isStale = known.map { booking.order.isOlder(than: $0.booking.order) } ?? false
            if isStale, attempt.touched.isEmpty { return context.result(.skipped, .stale) }
            if known?.booking.names != booking.names { try await store.note(KnownClass(booking)) }

            attempt.state = known ?? BookingState(booking: booking)
            if !isStale { attempt.state.booking = booking }
            do {
                let isLinked = try await carryOut(&attempt)
                let result = result(of: attempt.effects, isLinked: isLinked, isStale: isStale, booking, context)
                if !isStale {
                    attempt.state.lastEventId = context.source.eventId
                    attempt.state.lastResult = result
                }
                try await store.save(attempt.state)
                return result
            } catch StoreError.conflict {
                // Each conflict means that another worker got on, so this comes to an end.
                try Task.checkCancellation()
                logger.info("another worker changed the subscription; it is reconciled again")
            }
        }
    }

    /// What the store knows of the subscription. Where we have written to Google and another worker was faster with the
    /// store, our writes are added as mirrors of unknown content, so that the next plan puts them right.
    private func load(_ booking: Booking, _ touched: [MirrorEvent]) async throws -> BookingState? {
        guard var state = try await store.booking(accountId: booking.accountId, subscriptionId: booking.subscriptionId)
        else { return nil }
        for mirror in touched { state.put(mirror) }
        return state
    }

    /// Plans, notes in the store what is about to be written, writes it. A worker that dies in between leaves mirrors of
    /// unknown content behind, and the next plan puts them right.
    /// - Returns: whether the class is linked.
    @discardableResult
    private func carryOut(_ attempt: inout Attempt) async throws -> Bool {
        let booking = attempt.state.booking
        let link = try await store.link(booking.classKey)
        let changes = MirrorPlanner.plan(booking, existing: attempt.state.mirrors, link: link)
        let intents = changes.compactMap { $0.intent(link) }
        if !intents.isEmpty {
            for mirror in intents { attempt.state.put(mirror) }
            attempt.state.revision = try await store.save(attempt.state)
            attempt.touched += intents
        }
        for change in changes {
            let written = try await write(change, link)
            attempt.effects.append(written.effect)
            attempt.touched.append(written.trace)
            attempt.state.mirrors.removeAll { $0.identity == change.identity }
            if let mirror = written.mirror { attempt.state.put(mirror) }
        }
        return link != nil
    }

    private func write(_ change: MirrorChange, _ link: ClassLink?) async throws -> MirrorWriter.Written {
        let place: (integrationId: String, calendarId: String)
        switch change {
        case .insert:
            guard let link else { throw StoreError.conflict }
            place = (link.integrationId, link.googleCalendarId)
        case .update(let mirror, _), .delete(let mirror):
            place = (mirror.integrationId, mirror.googleCalendarId)
        }
        return try await AccountFailure.naming(place.integrationId) {
            let writer = MirrorWriter(
                account: try await google.account(integrationId: place.integrationId),
                integrationId: place.integrationId, calendarId: place.calendarId, keys: keys)
            return try await writer.write(change)
        }
    }

    private func result(
        of effects: [SyncEffect], isLinked: Bool, isStale: Bool, _ booking: Booking, _ context: InputContext
    ) -> SyncResult {
        let notes = booking.sessions.contains(where: \.timeAdjusted) ? ["timeAdjusted"] : []
        if !effects.isEmpty { return context.result(.succeeded, effects: effects, notes: notes) }
        let reason: SyncResult.Reason = isStale ? .stale : isLinked ? .unchanged : .classNotLinked
        return context.result(.skipped, reason, notes: notes)
    }

    /// One handling, over as many rounds as other workers make it take.
    private struct Attempt {
        var state: BookingState
        /// What was written to Google, or is about to be, with unknown content.
        var touched: [MirrorEvent] = []
        var effects: [SyncEffect] = []
    }
}

extension Booking {
    /// What the console shows of the class.
    fileprivate var names: [String] { [calendarId, calendarName, classId, className] }
}

extension BookingState {
    fileprivate mutating func put(_ mirror: MirrorEvent) {
        mirrors.removeAll { $0.identity == mirror.identity }
        mirrors.append(mirror)
    }
}

extension MirrorChange {
    /// The mirror as it is while nobody knows whether it has been written. Nil where what is stored says enough.
    fileprivate func intent(_ link: ClassLink?) -> MirrorEvent? {
        switch self {
        case .insert(let identity, let content):
            link.map {
                MirrorEvent(
                    identity: identity, integrationId: $0.integrationId, googleCalendarId: $0.googleCalendarId,
                    startsAt: content.startsAt, contentHash: "")
            }
        case .update(let mirror, let content):
            MirrorEvent(
                identity: mirror.identity, integrationId: mirror.integrationId,
                googleCalendarId: mirror.googleCalendarId, startsAt: content.startsAt, contentHash: "")
        case .delete: nil
        }
    }
}
