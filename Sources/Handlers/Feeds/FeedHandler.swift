public import CalendarSync
public import Foundation
import GoogleCalendar
public import Logging
public import Records

/// Google → Kartra: reads what changed in one feed and makes the busy blocks of its classes what they should be.
public struct FeedHandler: Sendable {
    let store: any AccountStore & BookingStore & MirrorStore & FeedStore
    let google: any CalendarAccounts
    private let sync: FeedSync
    let blocks: BlockSync
    private let auditor: FeedAuditor
    let watcher: FeedWatcher
    private let leasing: FeedLeasing
    private let releaser: BlockReleaser
    let now: @Sendable () -> Date
    let logger: Logger

    /// Longer than any single call of a reading may take; prolonged between calls.
    static let leaseSeconds: TimeInterval = 20
    /// What was refused for good is tried again all the same: a class that was deleted may be there again.
    private static let refusedSeconds: TimeInterval = 6 * 3_600

    /// - Parameters:
    ///   - auditInterval: between two comparisons of a feed with Google's own free/busy; nil: only when asked for.
    ///   - workerId: names this worker as the holder of leases.
    public init(
        store: any AccountStore & BookingStore & MirrorStore & FeedStore, google: any CalendarAccounts,
        blocks writers: any BusyBlockWriters, producer: any RecordProducer, topics: Topics, keys: SecretKeys,
        pushAddress: String, auditInterval: TimeInterval? = nil, workerId: String,
        now: @escaping @Sendable () -> Date, logger: Logger
    ) {
        self.store = store
        self.google = google
        self.now = now
        self.logger = logger
        let writing = BlockWriting(
            store: store, writers: writers, producer: producer, topics: topics, now: now,
            logger: logger)
        blocks = BlockSync(
            store: store, writing: writing, removals: RemovalGuard(store: store, now: now, logger: logger), keys: keys,
            now: now)
        sync = FeedSync(
            store: store, blocks: blocks,
            mirrors: MirrorWatch(store: store, producer: producer, topics: topics, keys: keys, now: now), now: now,
            logger: logger)
        auditor = FeedAuditor(sync: sync, blocks: blocks, interval: auditInterval, now: now, logger: logger)
        leasing = FeedLeasing(store: store, google: google, workerId: workerId, now: now, logger: logger)
        releaser = BlockReleaser(store: store, blocks: blocks, leasing: leasing, now: now, logger: logger)
        watcher = FeedWatcher(store: store, pushAddress: pushAddress, keys: keys, now: now, logger: logger)
    }

    public func handle(_ ping: GooglePing, _ context: InputContext) async -> Outcome {
        if ping.resourceState == .sync { return .settled(context.result(.skipped, .handshake)) }
        return await leasing.run(ping.feedId, context) { try await read(ping, context, under: $0) }
    }

    /// Takes out the blocks of a link whose calendar could not be read for as long as its owner allows.
    func releaseBlocks(of key: ClassKey, _ context: InputContext) async -> Outcome {
        await releaser.release(key, context)
    }

    func underLease(
        _ feedId: String, _ context: InputContext, _ body: (FeedLease) async throws -> Outcome
    ) async -> Outcome {
        await leasing.run(feedId, context, body)
    }

    private func read(_ ping: GooglePing, _ context: InputContext, under lease: FeedLease) async throws -> Outcome {
        guard var feed = try await store.feed(id: ping.feedId) else {
            return .settled(context.result(.skipped, .unknownFeed))
        }
        let links = try await store.links(feedId: feed.id)
        // The calendar of a paused class is read on, past it; when it is resumed, all is read again.
        let active = links.filter { !$0.isPaused }
        var context = context
        context.subject.accountId = feed.accountId
        if links.count == 1 {
            context.subject.calendarId = links[0].calendarId
            context.subject.classId = links[0].classId
        }
        var changes = FeedChanges()
        // A push says that Google has changed, not our links.
        if ping.trigger != .push || links.isEmpty {
            changes.add(try await blocks.removeStrays(feedId: feed.id, links: links, lease: lease))
        }
        if links.isEmpty {
            if let failure = changes.failures.first {
                return try await outcome(of: failure, changes, others: false, &feed, context, under: lease)
            }
            if changes.refusal != nil {
                feed.dueAt = now().addingTimeInterval(Self.refusedSeconds)
                try await store.save(feed, under: lease)
                return .settled(changes.result(.succeeded, nil, context))
            }
            try await watcher.close(&feed, google: google, because: ping, under: lease)
            return .settled(
                changes.effects.isEmpty
                    ? context.result(.skipped, .unknownLink) : changes.result(.succeeded, nil, context))
        }
        if ping.trigger == .push {
            if isRefused(feed) { return .settled(changes.result(.skipped, .calendarUnavailable, context)) }
            PushSilence(now: now()).heard(&feed)
        }
        // Whoever asks for a reading may have mended what kept Google from pushing.
        if ping.trigger == .manual { feed.watchRefusedAt = nil }
        let wasWatched = watcher.isWatched(feed)
        // Blocks that were refused are in no list of changes.
        let refusedAt = feed.blocksRefusedAt
        let triesAgain = refusedAt.map { $0.addingTimeInterval(Self.refusedSeconds) <= now() } ?? false
        let isFull = ping.trigger == .manual || triesAgain
        var audit: FeedAudit?
        var isRead = false
        do {
            changes.add(
                try await AccountFailure.naming(feed.integrationId) {
                    let account = try await google.account(integrationId: feed.integrationId)
                    if ping.trigger == .push { await watcher.stopUnknown(ping, of: feed, account) }
                    // Before the reading: what changes after it began comes as a ping.
                    try await watcher.ensureChannel(of: &feed, account: account, under: lease)
                    var changes = try await sync.run(
                        &feed, links: active, account: account, full: isFull, lease: lease)
                    isRead = true
                    feed.access = .readable
                    feed.unreachableSince = nil
                    feed.readingRefusedAt = nil
                    // It will find the same changes again.
                    guard changes.failures.isEmpty else { return changes }
                    if ping.trigger == .poll,
                        PushSilence(now: now()).read(&feed, changes: changes.sources, wasWatched: wasWatched)
                    {
                        changes.notes.append(PushSilence.note)
                        logger.warning("changes without a ping", metadata: ["feed": "\(feed.id)"])
                        try await watcher.ensureChannel(of: &feed, account: account, under: lease)
                    }
                    if ping.trigger == .audit, !active.isEmpty {
                        changes.add(
                            try await auditor.run(
                                &feed, links: active, account: account, repairing: ping.repair == true,
                                eventId: context.source.eventId, lease: lease))
                        audit = feed.lastAudit
                    }
                    return changes
                })
        } catch let failure as AccountFailure where failure.error == .notFound {
            try await noteLoss(of: feed, under: lease)
            return .settled(changes.result(.skipped, .calendarUnavailable, context))
        } catch let failure as AccountFailure
            where failure.error.isRefusal && !failure.concernsBlocks && !isRead && feed.unreachableSince != nil
        {
            // Not the first time: a single odd answer is asked for again in a minute.
            try await noteRefusal(of: feed, under: lease)
            throw failure
        }
        if isFull, changes.failures.isEmpty { feed.blocksRefusedAt = nil }
        if changes.refusal != nil { feed.blocksRefusedAt = feed.blocksRefusedAt ?? now() }
        noteClasses(changes, of: &feed)
        if let failure = changes.failures.first {
            return try await outcome(
                of: failure, changes, others: active.contains { !changes.hasFailed($0.classKey) }, &feed, context,
                under: lease)
        }
        feed.dueAt = watcher.nextReading(of: feed)
        if ping.trigger == .audit { feed.auditDueAt = nil }
        auditor.schedule(&feed)
        try await store.save(feed, under: lease)
        let idle: SyncResult.Reason = active.isEmpty ? .paused : .unchanged
        return .settled(result(changes, audit, context, idle: idle))
    }

    private func result(
        _ changes: FeedChanges, _ audit: FeedAudit?, _ context: InputContext, idle: SyncResult.Reason
    ) -> SyncResult {
        let isIdle = changes.effects.isEmpty && audit == nil && changes.refusal == nil
        let reason: SyncResult.Reason? = changes.isBraked ? .brake : isIdle ? idle : nil
        var result = changes.result(isIdle ? .skipped : .succeeded, reason, context)
        result.audit = audit?.links
        return result
    }
}
