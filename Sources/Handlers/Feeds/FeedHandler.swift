public import CalendarSync
public import Foundation
import GoogleCalendar
public import Logging
public import Records

/// Google → Kartra: reads what changed in one feed and makes the busy blocks of its classes what they should be.
public struct FeedHandler: Sendable {
    let store: any AccountStore & BookingStore & FeedStore
    let google: any CalendarAccounts
    private let sync: FeedSync
    let blocks: BlockSync
    private let auditor: FeedAuditor
    let watcher: FeedWatcher
    private let workerId: String
    private let now: @Sendable () -> Date
    private let logger: Logger

    /// Longer than any single call of a reading may take; prolonged between calls.
    static let leaseSeconds: TimeInterval = 20
    /// A calendar that is gone may come back.
    private static let lostSeconds: TimeInterval = 3_600

    /// - Parameters:
    ///   - auditInterval: between two comparisons of a feed with Google's own free/busy; nil: only when asked for.
    ///   - workerId: names this worker as the holder of leases.
    public init(
        store: any AccountStore & BookingStore & FeedStore, google: any CalendarAccounts,
        blocks writers: any BusyBlockWriters, producer: any RecordProducer, topics: Topics, keys: SecretKeys,
        pushAddress: String, auditInterval: TimeInterval? = nil, workerId: String,
        now: @escaping @Sendable () -> Date, logger: Logger
    ) {
        self.store = store
        self.google = google
        self.workerId = workerId
        self.now = now
        self.logger = logger
        let writing = BlockWriting(store: store, writers: writers, producer: producer, topics: topics, now: now)
        blocks = BlockSync(
            store: store, writing: writing, removals: RemovalGuard(store: store, now: now, logger: logger), keys: keys,
            now: now)
        sync = FeedSync(store: store, blocks: blocks, now: now, logger: logger)
        auditor = FeedAuditor(sync: sync, blocks: blocks, interval: auditInterval, now: now, logger: logger)
        watcher = FeedWatcher(store: store, pushAddress: pushAddress, keys: keys, now: now, logger: logger)
    }

    public func handle(_ ping: GooglePing, _ context: InputContext) async -> Outcome {
        if ping.resourceState == .sync { return .settled(context.result(.skipped, .handshake)) }
        return await underLease(ping.feedId, context) { try await read(ping, context, under: $0) }
    }

    /// Takes out the blocks of a link whose calendar could not be read for as long as its owner allows.
    func releaseBlocks(of key: ClassKey, _ context: InputContext) async -> Outcome {
        do {
            guard let link = try await store.link(key) else {
                return .settled(context.result(.skipped, .unknownLink))
            }
            return await underLease(link.feedId, context) { try await release(link, context, under: $0) }
        } catch {
            return await GoogleFailure.outcome(of: error, context, google: google, now: now(), logger: logger)
        }
    }

    func underLease(
        _ feedId: String, _ context: InputContext, _ body: (FeedLease) async throws -> Outcome
    ) async -> Outcome {
        do {
            guard
                let lease = try await store.lease(
                    feedId: feedId, holder: workerId, now: now(), until: now().addingTimeInterval(Self.leaseSeconds))
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
                await noteFailure(error, under: lease)
                try? await store.release(lease)
                throw error
            }
        } catch {
            return await GoogleFailure.outcome(of: error, context, google: google, now: now(), logger: logger)
        }
    }

    private func read(_ ping: GooglePing, _ context: InputContext, under lease: FeedLease) async throws -> Outcome {
        guard var feed = try await store.feed(id: ping.feedId) else {
            return .settled(context.result(.skipped, .unknownFeed))
        }
        let links = try await store.links(feedId: feed.id)
        var context = context
        context.subject.accountId = feed.accountId
        if links.count == 1 {
            context.subject.calendarId = links[0].calendarId
            context.subject.classId = links[0].classId
        }
        var changes = FeedChanges()
        // A push says that Google has changed, not our links.
        if ping.trigger != .push || links.isEmpty {
            changes.effects = try await blocks.removeStrays(feedId: feed.id, links: links, lease: lease)
        }
        if links.isEmpty {
            try await watcher.close(&feed, google: google, under: lease)
            return .settled(
                context.result(
                    changes.effects.isEmpty ? .skipped : .succeeded, changes.effects.isEmpty ? .unknownLink : nil,
                    effects: changes.effects))
        }
        var audit: FeedAudit?
        do {
            changes.add(
                try await AccountFailure.naming(feed.integrationId) {
                    let account = try await google.account(integrationId: feed.integrationId)
                    var changes = try await sync.run(
                        &feed, links: links, account: account, full: ping.trigger == .manual, lease: lease)
                    feed.access = .readable
                    feed.unreachableSince = nil
                    try await watcher.ensureChannel(of: &feed, account: account, under: lease)
                    if ping.trigger == .audit {
                        changes.add(
                            try await auditor.run(
                                &feed, links: links, account: account, repairing: ping.repair == true,
                                eventId: context.source.eventId, lease: lease))
                        audit = feed.lastAudit
                    }
                    return changes
                })
        } catch let failure as AccountFailure where failure.error == .notFound {
            // Deleted, or no longer shared: Google does not say which. The blocks stay as their owner has chosen.
            feed.access = .lost
            feed.unreachableSince = feed.unreachableSince ?? now()
            feed.dueAt = now().addingTimeInterval(Self.lostSeconds)
            try await store.save(feed, under: lease)
            logger.warning("calendar of a feed is gone", metadata: ["feed": "\(feed.id)"])
            return .settled(context.result(.skipped, .calendarUnavailable, effects: changes.effects))
        }
        feed.dueAt = watcher.nextReading(of: feed)
        auditor.schedule(&feed)
        try await store.save(feed, under: lease)
        return .settled(result(changes, audit, context))
    }

    private func result(_ changes: FeedChanges, _ audit: FeedAudit?, _ context: InputContext) -> SyncResult {
        let isIdle = changes.effects.isEmpty && audit == nil
        let reason: SyncResult.Reason? = changes.isBraked ? .brake : isIdle ? .unchanged : nil
        var result = context.result(isIdle ? .skipped : .succeeded, reason, effects: changes.effects)
        result.audit = audit?.links
        return result
    }

    private func release(_ link: ClassLink, _ context: InputContext, under lease: FeedLease) async throws -> Outcome {
        var context = context
        context.subject.calendarId = link.calendarId
        context.subject.feedId = link.feedId
        // Read again under the lease: the calendar may have been read since this was asked for.
        guard let feed = try await store.feed(id: link.feedId), let since = feed.unreachableSince,
            let hours = link.options.stale.releaseAfterHours, link.blocksReleasedAt == nil,
            since.addingTimeInterval(Double(hours) * 3_600) <= now()
        else { return .settled(context.result(.skipped, .unchanged)) }
        let effects = try await blocks.removeAll(of: link.classKey, feedId: link.feedId, lease: lease)
        guard var newest = try await store.link(link.classKey), newest.feedId == link.feedId else {
            return .settled(context.result(.succeeded, effects: effects))
        }
        newest.blocksReleasedAt = now()
        newest.blocksCompleteAt = nil
        try await store.save(newest)
        logger.warning(
            "blocks taken out: the calendar cannot be read",
            metadata: ["class": "\(link.classKey)", "since": "\(since.rfc3339)"])
        return .settled(context.result(.succeeded, effects: effects))
    }

    /// Since when a calendar cannot be read decides over its blocks. What fails on our own side says nothing of it.
    private func noteFailure(_ error: any Error, under lease: FeedLease) async {
        guard error is AccountFailure else { return }
        do {
            guard var feed = try await store.feed(id: lease.feedId), feed.unreachableSince == nil else { return }
            feed.unreachableSince = now()
            try await store.save(feed, under: lease)
        } catch {
            logger.warning("failure of a feed not noted", metadata: ["feed": "\(lease.feedId)", "error": "\(error)"])
        }
    }
}
