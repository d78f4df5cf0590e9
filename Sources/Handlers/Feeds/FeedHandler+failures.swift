import CalendarSync
import Foundation
import GoogleCalendar
import Logging

/// What becomes of a feed that Google does not let be read, or of which some class cannot be written.
extension FeedHandler {
    /// What Google refuses to let be read, or no longer has, is asked for again so much later.
    static let unreadableSeconds: TimeInterval = 3_600
    /// How long a class that cannot be written waits where others go on: at least, and at most.
    private static let pauseOfOne: TimeInterval = 60
    private static let patienceWithOne: TimeInterval = 600
    /// What passes is mostly over by then.
    private static let attemptsForOne = 4
    /// Stands in the result of a reading that left a class behind.
    static let delayed = "blocksDelayed"

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

    /// Since when each class cannot be written: its link says so, also while the others are in step.
    func noteClasses(_ changes: FeedChanges, of feed: inout Feed) {
        let classes = Dictionary(
            changes.failures.map { ($0.key.classId, feed.behindClasses?[$0.key.classId] ?? now()) },
            uniquingKeysWith: { first, _ in first })
        feed.behindClasses = classes.isEmpty ? nil : classes
    }

    /// What is to become of an input for which one class could not be served. The token has not moved: whatever is read next
    /// finds the same changes for it again.
    /// - Parameter others: whether there are classes that could. What comes for them is not to wait for this one.
    func outcome(
        of failure: FeedChanges.Failure, _ changes: FeedChanges, others: Bool, _ feed: inout Feed,
        _ context: InputContext, under lease: FeedLease
    ) async throws -> Outcome {
        logger.warning("blocks of a class not written", metadata: ["class": "\(failure.key)"])
        let outcome = await GoogleFailure.outcome(
            of: failure.error, context, google: google, now: now(), logger: logger)
        let wait = others ? wait(for: outcome, attempt: context.attempt) : nil
        if let wait { feed.dueAt = now().addingTimeInterval(wait) }
        try await store.save(feed, under: lease)
        if wait == nil { return outcome }
        var changes = changes
        changes.notes.append(Self.delayed)
        return .settled(changes.result(.succeeded, nil, context))
    }

    /// How long after this input the calendar is read again for one class; nil: the input itself is to be tried again, or is
    /// at its end.
    private func wait(for outcome: Outcome, attempt: Int) -> TimeInterval? {
        switch outcome {
        case .settled, .rejected: nil
        case .retry where attempt < Self.attemptsForOne: nil
        case .retry(let after, _): max(Self.pauseOfOne, (after ?? .zero) / .seconds(1))
        case .held(let wait): max(Self.pauseOfOne, wait / .seconds(1))
        case .parked(_, _, let dueAt):
            min(max(Self.pauseOfOne, dueAt.timeIntervalSince(now())), Self.patienceWithOne)
        }
    }
}
