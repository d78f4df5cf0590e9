import CalendarSync
import Foundation
import GoogleCalendar
import Logging

/// Work on one feed under its lease: nobody else reads it or writes its blocks meanwhile.
struct FeedLeasing: Sendable {
    let store: any FeedStore
    let google: any CalendarAccounts
    let workerId: String
    let now: @Sendable () -> Date
    let logger: Logger

    func run(
        _ feedId: String, _ context: InputContext, _ body: (FeedLease) async throws -> Outcome
    ) async -> Outcome {
        do {
            guard
                let lease = try await store.lease(
                    // Of this run alone: work of another key on the same worker may not join in.
                    feedId: feedId, holder: "\(workerId)/\(UUID().uuidString)", now: now(),
                    until: now().addingTimeInterval(FeedHandler.leaseSeconds))
            else {
                guard try await store.feed(id: feedId) != nil else {
                    return .settled(context.result(.skipped, .unknownFeed))
                }
                return .retry(after: .milliseconds(500), .busy)
            }
            do {
                let outcome = try await body(lease)
                try await store.release(lease)
                return outcome
            } catch {
                await note(error, under: lease)
                try? await store.release(lease)
                throw error
            }
        } catch {
            return await GoogleFailure.outcome(of: error, context, google: google, now: now(), logger: logger)
        }
    }

    /// Since when a calendar cannot be read decides over its blocks. What fails on our own side says nothing of it, nor
    /// does a calendar that blocks are written to.
    private func note(_ error: any Error, under lease: FeedLease) async {
        guard let failure = error as? AccountFailure, !failure.concernsBlocks else { return }
        // Nobody was asked.
        if case .held = failure.error { return }
        do {
            guard var feed = try await store.feed(id: lease.feedId), feed.unreachableSince == nil else { return }
            feed.unreachableSince = now()
            try await store.save(feed, under: lease)
        } catch {
            logger.warning("failure of a feed not noted", metadata: ["feed": "\(lease.feedId)", "error": "\(error)"])
        }
    }
}
