public import CalendarSync
public import Foundation
public import Logging

/// A class was linked or its link changed: every future booking of it that is remembered gets its mirror events.
public struct LinkHandler: Sendable {
    private let store: any AccountStore & BookingStore
    private let bookings: BookingHandler
    private let google: any CalendarAccounts
    private let now: @Sendable () -> Date
    private let logger: Logger

    private static let pageSize = 200
    /// Progress that is newer is not worth a write.
    private static let tellsEvery: TimeInterval = 5

    public init(
        store: any AccountStore & BookingStore, bookings: BookingHandler, google: any CalendarAccounts,
        now: @escaping @Sendable () -> Date, logger: Logger
    ) {
        self.store = store
        self.bookings = bookings
        self.google = google
        self.now = now
        self.logger = logger
    }

    func mirrorAll(of key: ClassKey, _ context: InputContext) async -> Outcome {
        do {
            if try await store.link(key)?.isPaused == true { return .settled(context.result(.skipped, .paused)) }
            let done = try await mirrorAll(of: key, for: context.source.eventId)
            try await tell(nil, of: key)
            return .settled(
                done.effects.isEmpty && done.refused == 0
                    ? context.result(.skipped, .unchanged, notes: done.notes)
                    : context.result(.succeeded, effects: done.effects, notes: done.notes))
        } catch {
            // Nothing is under way until it is tried again.
            try? await tell(nil, of: key)
            return await GoogleFailure.outcome(of: error, context, google: google, now: now(), logger: logger)
        }
    }

    private func mirrorAll(of key: ClassKey, for inputId: String) async throws -> Reconciled {
        let begin = now()
        var done = Reconciled()
        var progress = MirroringProgress(ofBookings: try await store.bookingCount(of: key, endingAfter: begin))
        var toldAt = begin
        var after: String?
        repeat {
            let page = try await store.bookings(of: key, endingAfter: begin, after: after, limit: Self.pageSize)
            for state in page {
                done.add(try await mirror(state, for: inputId))
                progress.bookings += 1
                if now().timeIntervalSince(toldAt) >= Self.tellsEvery {
                    try await tell(progress, of: key)
                    toldAt = now()
                }
            }
            after = page.count == Self.pageSize ? page.last?.booking.subscriptionId : nil
        } while after != nil
        log(progress, of: key)
        return done
    }

    /// One booking that Google refuses for good keeps none of the others from their events. What was begun for it stays
    /// noted, and is tried again like all that was left half done.
    private func mirror(_ state: BookingState, for inputId: String) async throws -> Reconciled {
        do {
            return try await bookings.reconciler.reconcile(state, for: inputId)
        } catch let failure as AccountFailure where failure.error.isRefusal {
            logger.warning(
                "events of a booking refused",
                metadata: [
                    "class": "\(state.booking.classKey)", "subscription": "\(state.booking.subscriptionId)",
                    "error": "\(failure.error)",
                ])
            return Reconciled(refused: 1)
        }
    }

    /// Progress, for people.
    private func tell(_ progress: MirroringProgress?, of key: ClassKey) async throws {
        if let progress { log(progress, of: key) }
        while var link = try await store.link(key), link.mirroring != progress {
            link.mirroring = progress
            do {
                try await store.save(link)
                return
            } catch StoreError.conflict {
                // The next time it is told again; the end has no next time.
                if progress != nil { return }
                try Task.checkCancellation()
            }
        }
    }

    private func log(_ progress: MirroringProgress, of key: ClassKey) {
        logger.info(
            "mirroring a class",
            metadata: ["class": "\(key)", "bookings": "\(progress.bookings) of \(progress.ofBookings)"])
    }
}
