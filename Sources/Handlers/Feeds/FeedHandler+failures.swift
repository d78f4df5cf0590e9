import CalendarSync
import Foundation
import GoogleCalendar
import Logging

/// What becomes of a feed that Google does not let be read, or whose blocks cannot be written for all its classes.
extension FeedHandler {
    /// What Google refuses to let be read, or no longer has, is asked for again so much later.
    static let unreadableSeconds: TimeInterval = 3_600
    /// The longest wait for one class where others go on.
    private static let patienceWithOne: TimeInterval = 600

    /// Whether Google has refused the reading not long ago: no ping changes that.
    func isRefused(_ feed: Feed) -> Bool {
        feed.readingRefusedAt.map { $0.addingTimeInterval(Self.unreadableSeconds) > now() } ?? false
    }

    /// Deleted, or no longer shared: Google does not say which. The blocks stay as their owner has chosen.
    func noteLoss(of feed: Feed, under lease: FeedLease) async throws {
        var feed = feed
        feed.access = .lost
        try await noteUnreadable(&feed, under: lease)
        logger.warning("calendar of a feed is gone", metadata: ["feed": "\(feed.id)"])
    }

    /// Each try ends as a dead letter: there is to be one an hour, not one a minute.
    func noteRefusal(of feed: Feed, under lease: FeedLease) async throws {
        var feed = feed
        feed.readingRefusedAt = now()
        try await noteUnreadable(&feed, under: lease)
    }

    private func noteUnreadable(_ feed: inout Feed, under lease: FeedLease) async throws {
        feed.unreachableSince = feed.unreachableSince ?? now()
        feed.dueAt = now().addingTimeInterval(Self.unreadableSeconds)
        try await store.save(feed, under: lease)
    }

    /// What is to become of an input for which one class could not be served.
    /// - Parameter others: whether there are classes that could; what comes for them waits behind this input.
    func outcome(of failure: FeedChanges.Failure, others: Bool, _ context: InputContext) async -> Outcome {
        logger.warning("blocks of a class not written", metadata: ["class": "\(failure.key)"])
        let outcome = await GoogleFailure.outcome(
            of: failure.error, context, google: google, now: now(), logger: logger)
        switch outcome {
        case .parked(let reason, let condition, let dueAt) where others:
            return .parked(
                reason, until: condition, dueAt: min(dueAt, now().addingTimeInterval(Self.patienceWithOne)))
        case .settled, .rejected, .retry, .held, .parked: return outcome
        }
    }
}
