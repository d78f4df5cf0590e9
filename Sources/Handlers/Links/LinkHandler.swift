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
            var done = Reconciled()
            var seen = 0
            var after: String?
            repeat {
                let page = try await store.bookings(
                    of: key, endingAfter: now(), after: after, limit: Self.pageSize)
                for state in page { done.add(try await bookings.reconcile(state, for: context.source.eventId)) }
                seen += page.count
                after = page.count == Self.pageSize ? page.last?.booking.subscriptionId : nil
                logger.info("bookings of a class mirrored", metadata: ["class": "\(key)", "bookings": "\(seen)"])
            } while after != nil
            return .settled(
                done.effects.isEmpty
                    ? context.result(.skipped, .unchanged, notes: done.notes)
                    : context.result(.succeeded, effects: done.effects, notes: done.notes))
        } catch {
            return await GoogleFailure.outcome(of: error, context, google: google, now: now(), logger: logger)
        }
    }
}
