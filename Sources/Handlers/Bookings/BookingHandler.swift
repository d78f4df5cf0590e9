public import CalendarSync
public import Foundation
public import Logging

/// Kartra → Google: makes the mirror events of one subscription what its newest state wants.
public struct BookingHandler: Sendable {
    private let store: any AccountStore & BookingStore
    private let google: any GoogleClients
    private let keys: SecretKeys
    private let now: @Sendable () -> Date
    private let logger: Logger

    /// Two workers may hold the same subscription for a moment; more rounds than this mean something is wrong.
    private static let maxRounds = 8

    public init(
        store: any AccountStore & BookingStore, google: any GoogleClients, keys: SecretKeys,
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
            return await GoogleFailure.outcome(of: error, google: google, now: now())
        }
    }

    /// The same state again, because its link has changed.
    /// - Throws: what Google or the store answered instead.
    func reconcile(_ state: BookingState) async throws -> [SyncEffect] {
        var touched: [MirrorEvent] = []
        var effects: [SyncEffect] = []
        var state = state
        for _ in 1...Self.maxRounds {
            try await apply(state.booking, to: &state, touched: &touched, effects: &effects)
            do {
                if !effects.isEmpty { try await store.save(state) }
                return effects
            } catch StoreError.conflict {
                guard let newer = try await load(state.booking, touched) else { return effects }
                state = newer
            }
        }
        throw StoreError.conflict
    }

    private func settle(_ booking: Booking, _ context: InputContext) async throws -> SyncResult {
        var touched: [MirrorEvent] = []
        var effects: [SyncEffect] = []
        for _ in 1...Self.maxRounds {
            let known = try await load(booking, touched)
            if touched.isEmpty, let known, known.lastEventId == context.source.eventId, let result = known.lastResult {
                return result
            }
            let isStale = known.map { booking.order.isOlder(than: $0.booking.order) } ?? false
            if isStale, touched.isEmpty { return context.result(.skipped, .stale) }
            if known?.booking.names != booking.names { try await store.note(KnownClass(booking)) }

            var state = known ?? BookingState(booking: booking)
            if !isStale { state.booking = booking }
            let isLinked = try await apply(state.booking, to: &state, touched: &touched, effects: &effects)
            let result = result(of: effects, isLinked: isLinked, isStale: isStale, booking, context)
            if !isStale {
                state.lastEventId = context.source.eventId
                state.lastResult = result
            }
            do {
                try await store.save(state)
                return result
            } catch StoreError.conflict {
                logger.info("another worker changed the subscription; it is reconciled again")
            }
        }
        throw StoreError.conflict
    }

    /// What the store knows of the subscription. Where we have written to Google and another worker was faster with the
    /// store, our writes are added as mirrors of unknown content, so that the next plan puts them right.
    private func load(_ booking: Booking, _ touched: [MirrorEvent]) async throws -> BookingState? {
        guard var state = try await store.booking(accountId: booking.accountId, subscriptionId: booking.subscriptionId)
        else { return nil }
        for mirror in touched {
            state.mirrors.removeAll { $0.identity == mirror.identity }
            state.mirrors.append(mirror)
        }
        return state
    }

    /// - Returns: whether the class is linked.
    @discardableResult
    private func apply(
        _ booking: Booking, to state: inout BookingState, touched: inout [MirrorEvent], effects: inout [SyncEffect]
    ) async throws -> Bool {
        let link = try await store.link(booking.classKey)
        for change in MirrorPlanner.plan(booking, existing: state.mirrors, link: link) {
            let written = try await write(change, link)
            effects.append(written.effect)
            state.mirrors.removeAll { $0.identity == change.identity || $0.identity == written.mirror?.identity }
            if let mirror = written.mirror { state.mirrors.append(mirror) }
            if let trace = written.trace { touched.append(trace) }
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
                client: try await google.client(integrationId: place.integrationId),
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
}

extension Booking {
    /// What the console shows of the class.
    fileprivate var names: [String] { [calendarId, calendarName, classId, className] }
}
