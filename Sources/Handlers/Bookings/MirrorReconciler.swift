import CalendarSync
import Foundation
import GoogleCalendar
import Logging

/// Makes the mirror events of one subscription what its state and its link want.
struct MirrorReconciler: Sendable {
    let store: any AccountStore & BookingStore
    let google: any CalendarAccounts
    let keys: SecretKeys
    let now: @Sendable () -> Date
    let logger: Logger

    /// An id that Google never gives back needs the next generation; nobody books and cancels the same time this often.
    private static let maxGenerations = 16

    /// The same state again: its link has changed, an event of it was found, or a write for it was left half done.
    /// - Throws: what Google or the store answered instead.
    /// - Parameters:
    ///   - found: events of ours that were found in Google and that the store may know nothing of.
    ///   - abandoned: writes of others that nobody else will come back to.
    func reconcile(
        _ known: BookingState, finding found: [MirrorEvent] = [], closing abandoned: [MirrorIntent] = [],
        for inputId: String
    ) async throws -> Reconciled {
        var attempt = MirrorAttempt(inputId: inputId, state: known, touched: found, abandoned: abandoned)
        while true {
            do {
                _ = try await carryOut(&attempt)
                if attempt.hasBegun { try await finish(&attempt) }
                return attempt.reconciled
            } catch StoreError.conflict {
                try Task.checkCancellation()
                guard let newer = try await store.booking(known.booking) else { return attempt.reconciled }
                attempt.take(newer)
            }
        }
    }

    /// Plans, notes in the store what is about to be written, writes it. A worker that dies in between leaves its intents
    /// behind, and the next plan puts right what they name.
    /// - Returns: the link that the plan is made for. It is read after the state, so that it is not the older of the two.
    func carryOut(_ attempt: inout MirrorAttempt) async throws -> ClassLink? {
        let link = try await store.link(attempt.state.booking.classKey)
        for _ in 1...Self.maxGenerations {
            let steps = try await plan(attempt.state, link, taken: attempt.taken)
                .compactMap { MirrorStep($0, link: link) }
            try await note(steps.map(\.mirror), &attempt)
            if try await carryOut(steps, link, &attempt) { return link }
        }
        throw AccountFailure(integrationId: attempt.taken.first?.integrationId ?? "", error: .duplicate)
    }

    /// - Returns: whether all are done; if not, an id was taken, and a new plan finds another.
    private func carryOut(
        _ steps: [MirrorStep], _ link: ClassLink?, _ attempt: inout MirrorAttempt
    ) async throws -> Bool {
        for step in steps {
            do {
                switch try await write(step, attempt.state) {
                case .stands(let mirror, let effects):
                    attempt.state.put(mirror)
                    attempt.effects += effects
                case .isGone(let effects):
                    attempt.state.remove(step.mirror)
                    attempt.effects += effects
                case .idIsTaken(let effects):
                    attempt.effects += effects
                    attempt.giveUp(step.mirror)
                    return false
                }
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
                    metadata: ["class": "\(attempt.state.booking.classKey)", "error": "\(failure.error)"])
            }
        }
        return true
    }

    func plan(
        _ state: BookingState, _ link: ClassLink?, taken: [MirrorEvent] = []
    ) async throws -> [MirrorChange] {
        if link?.isPaused == true { return [] }
        // What an unlinking has not seen, because it was written meanwhile, goes with the input that wrote it.
        let isLeft = link == nil && !state.mirrors.isEmpty
        let unlinking = isLeft ? try await store.unlinking(state.booking.classKey) : nil
        return MirrorPlanner.plan(
            state.booking, existing: state.mirrors, taken: Set(taken.map(\.identity)), link: link,
            unlinking: unlinking)
    }

    private func note(_ mirrors: [MirrorEvent], _ attempt: inout MirrorAttempt) async throws {
        if attempt.begin(mirrors, at: now()) { try await save(&attempt) }
        attempt.touch(mirrors)
    }

    func finish(_ attempt: inout MirrorAttempt) async throws {
        attempt.end()
        try await save(&attempt)
        attempt.ended()
    }

    private func save(_ attempt: inout MirrorAttempt) async throws {
        attempt.saved(at: try await store.save(attempt.state))
    }

    private func write(_ step: MirrorStep, _ state: BookingState) async throws -> MirrorWriter.Answer {
        let integrationId = step.mirror.integrationId
        return try await AccountFailure.naming(integrationId) {
            let writer = MirrorWriter(
                account: try await google.account(integrationId: integrationId), keys: keys,
                expectNewest: { try await expectNewest(state) })
            return try await writer.write(step)
        }
    }

    /// - Throws: `StoreError.conflict` where another worker has gone on from there.
    private func expectNewest(_ state: BookingState) async throws {
        guard try await store.booking(state.booking)?.revision == state.revision else { throw StoreError.conflict }
    }
}

extension BookingStore {
    /// What is known of the booking's subscription.
    func booking(_ booking: Booking) async throws -> BookingState? {
        try await self.booking(accountId: booking.accountId, subscriptionId: booking.subscriptionId)
    }
}

extension ClassLink {
    /// Whether the event is in the calendar that the class is linked to.
    fileprivate func holds(_ mirror: MirrorEvent) -> Bool {
        integrationId == mirror.integrationId && googleCalendarId == mirror.googleCalendarId
    }
}
