import CalendarSync
import Foundation

/// Looks at one mirror event that its calendar's list shows as moved or deleted, in the order of its subscription's other
/// work. What our own writes have changed meanwhile is no edit of the host's.
struct MirrorCheck: Sendable {
    let store: any AccountStore & BookingStore
    let google: any CalendarAccounts
    let keys: SecretKeys
    let reconciler: MirrorReconciler

    func run(
        accountId: String, subscriptionId: String, eventId: String, _ context: InputContext
    ) async throws -> SyncResult {
        while true {
            guard var state = try await store.booking(accountId: accountId, subscriptionId: subscriptionId),
                let index = state.mirrors.firstIndex(where: { $0.eventId == eventId }),
                let link = try await store.link(state.booking.classKey)
            else { return context.result(.skipped, .unchanged) }
            let mirror = state.mirrors[index]
            let began = ContinuousClock.now
            if state.booking.status != .booked { return context.result(.skipped, .unchanged) }
            do {
                // A worker has died at writing it, perhaps at putting it back.
                if mirror.isUncertain { return try await restore(state, nil, context) }
                let sight = try await look(at: mirror)
                let divergence = sight.divergence
                if divergence == mirror.divergence, divergence == nil || link.options.hostEdits != .restore {
                    return divergence != nil && mirror.divergenceInput == context.source.eventId
                        ? context.result(.succeeded, effects: [effect(mirror, began)])
                        : context.result(.skipped, .unchanged)
                }
                if divergence != nil, link.options.hostEdits == .restore {
                    state.mirrors[index] = mirror.uncertain()
                    state.revision = try await store.save(state)
                    // It may have been reported when its owner still let it be.
                    return try await restore(
                        state, divergence == mirror.divergence ? nil : effect(mirror, began), context)
                }
                state.mirrors[index].divergence = divergence
                // What was told need not be looked at again before it is written over.
                state.mirrors[index].etag = sight.etag
                state.mirrors[index].divergenceInput = context.source.eventId
                try await store.save(state)
                return divergence == nil
                    ? context.result(.skipped, .unchanged)
                    : context.result(.succeeded, effects: [effect(mirror, began)])
            } catch StoreError.conflict {
                try Task.checkCancellation()
            }
        }
    }

    private func restore(
        _ state: BookingState, _ diverged: SyncEffect?, _ context: InputContext
    ) async throws -> SyncResult {
        let restored = try await reconciler.reconcile(state, for: context.source.eventId)
        var effects = restored.effects
        if let diverged, !effects.contains(where: { $0.kind == .mirrorDiverged && $0.remoteId == diverged.remoteId }) {
            effects.insert(diverged, at: 0)
        }
        return effects.isEmpty
            ? context.result(.skipped, .unchanged) : context.result(.succeeded, effects: effects, notes: restored.notes)
    }

    private func look(at mirror: MirrorEvent) async throws -> MirrorSight {
        try await AccountFailure.naming(mirror.integrationId) {
            let account = try await google.account(integrationId: mirror.integrationId)
            return try await MirrorSight(mirror, in: account, keys: keys)
        }
    }

    private func effect(_ mirror: MirrorEvent, _ began: ContinuousClock.Instant) -> SyncEffect {
        SyncEffect(
            .mirrorDiverged, target: .google, calendarId: mirror.googleCalendarId, remoteId: mirror.eventId,
            generation: mirror.identity.generation, attempts: 1,
            latencyMilliseconds: Int((ContinuousClock.now - began) / .milliseconds(1)))
    }
}
