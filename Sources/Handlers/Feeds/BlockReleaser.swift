import CalendarSync
import Foundation
import Logging

/// Takes out the blocks of a link whose calendar could not be read for as long as its owner allows: what nobody can keep
/// true should not keep leads away for ever.
struct BlockReleaser: Sendable {
    let store: any AccountStore & FeedStore
    let blocks: BlockSync
    let leasing: FeedLeasing
    let now: @Sendable () -> Date
    let logger: Logger

    func release(_ key: ClassKey, _ context: InputContext) async -> Outcome {
        do {
            guard let link = try await store.link(key) else {
                return .settled(context.result(.skipped, .unknownLink))
            }
            return await leasing.run(link.feedId, context) { try await release(link, context, under: $0) }
        } catch StoreError.unstorable(let reason) {
            return .rejected(.unstorable(reason))
        } catch {
            return .retry(after: nil, .temporaryFailure)
        }
    }

    private func release(_ link: ClassLink, _ context: InputContext, under lease: FeedLease) async throws -> Outcome {
        var context = context
        context.subject.calendarId = link.calendarId
        context.subject.feedId = link.feedId
        if link.isPaused { return .settled(context.result(.skipped, .paused)) }
        // Read again under the lease: the calendar may have been read since this was asked for.
        guard let feed = try await store.feed(id: link.feedId), let since = feed.unreachableSince,
            let hours = link.options.stale.releaseAfterHours, link.blocksReleasedAt == nil,
            since.addingTimeInterval(Double(hours) * 3_600) <= now()
        else { return .settled(context.result(.skipped, .unchanged)) }
        let changes = try await blocks.removeAll(of: link.classKey, feedId: link.feedId, lease: lease)
        try changes.expectNoRefusal()
        if var newest = try await store.link(link.classKey), newest.feedId == link.feedId {
            newest.blocksReleasedAt = now()
            newest.blocksCompleteAt = nil
            try await store.save(newest)
        }
        logger.warning(
            "blocks taken out: the calendar cannot be read",
            metadata: ["class": "\(link.classKey)", "since": "\(since.rfc3339)"])
        return .settled(changes.result(.succeeded, nil, context))
    }
}
