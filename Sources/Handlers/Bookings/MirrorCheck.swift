import CalendarSync
import Foundation

/// Looks at one mirror event that its calendar's list shows as moved or deleted, in the order of its subscription's other
/// work. What our own writes have changed meanwhile is no edit of the host's.
struct MirrorCheck: Sendable {
    let store: any AccountStore & BookingStore
    let google: any CalendarAccounts
    let keys: SecretKeys
    let bookings: BookingHandler

    func run(
        accountId: String, subscriptionId: String, eventId: String, _ context: InputContext
    ) async throws -> SyncResult {
        while true {
            guard var state = try await store.booking(accountId: accountId, subscriptionId: subscriptionId),
                let index = state.mirrors.firstIndex(where: { $0.eventId == eventId }),
                let link = try await store.link(state.booking.classKey)
            else { return context.result(.skipped, .unchanged) }
            let mirror = state.mirrors[index]
            // A write is under way: it puts the event right, or comes back here.
            if mirror.isUncertain || state.booking.status != .booked { return context.result(.skipped, .unchanged) }
            let began = ContinuousClock.now
            let divergence = try await look(at: mirror)
            if divergence == mirror.divergence { return context.result(.skipped, .unchanged) }
            do {
                if divergence != nil, link.options.hostEdits == .restore {
                    state.mirrors[index] = mirror.uncertain()
                    state.revision = try await store.save(state)
                    let restored = try await bookings.reconcile(state, for: context.source.eventId)
                    return context.result(.succeeded, effects: [effect(mirror, began)] + restored.effects)
                }
                state.mirrors[index].divergence = divergence
                try await store.save(state)
                return divergence == nil
                    ? context.result(.skipped, .unchanged)
                    : context.result(.succeeded, effects: [effect(mirror, began)])
            } catch StoreError.conflict {
                try Task.checkCancellation()
            }
        }
    }

    private func look(at mirror: MirrorEvent) async throws -> MirrorDivergence? {
        try await AccountFailure.naming(mirror.integrationId) {
            let account = try await google.account(integrationId: mirror.integrationId)
            return try await MirrorWriter(account: account, keys: keys).divergence(of: mirror)
        }
    }

    private func effect(_ mirror: MirrorEvent, _ began: ContinuousClock.Instant) -> SyncEffect {
        SyncEffect(
            .mirrorDiverged, target: .google, calendarId: mirror.googleCalendarId, remoteId: mirror.eventId,
            attempts: 1,
            latencyMilliseconds: Int((ContinuousClock.now - began) / .milliseconds(1)))
    }
}
