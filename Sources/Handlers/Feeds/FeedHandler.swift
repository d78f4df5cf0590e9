public import CalendarSync
public import Foundation
import GoogleCalendar
public import Logging
public import Records

/// Google → Kartra: reads what changed in one feed and makes the busy blocks of its classes what they should be.
public struct FeedHandler: Sendable {
    private let store: any AccountStore & FeedStore
    private let google: any CalendarAccounts
    private let sync: FeedSync
    private let blocks: BlockSync
    private let watcher: FeedWatcher
    private let workerId: String
    private let now: @Sendable () -> Date
    private let logger: Logger

    /// Longer than any single call of a reading may take; prolonged between calls.
    static let leaseSeconds: TimeInterval = 20
    /// A calendar that is gone may come back.
    private static let lostSeconds: TimeInterval = 3_600

    public init(
        store: any AccountStore & FeedStore, google: any CalendarAccounts, blocks: any BusyBlockWriters,
        producer: any RecordProducer, topics: Topics, keys: SecretKeys, pushAddress: String, workerId: String,
        now: @escaping @Sendable () -> Date, logger: Logger
    ) {
        self.store = store
        self.google = google
        self.workerId = workerId
        self.now = now
        self.logger = logger
        self.blocks = BlockSync(
            store: store, writers: blocks, producer: producer, topics: topics, keys: keys, now: now)
        sync = FeedSync(store: store, blocks: self.blocks, now: now)
        watcher = FeedWatcher(store: store, pushAddress: pushAddress, keys: keys, now: now, logger: logger)
    }

    public func handle(_ ping: GooglePing, _ context: InputContext) async -> Outcome {
        if ping.resourceState == .sync { return .settled(context.result(.skipped, .handshake)) }
        do {
            return try await read(ping, context)
        } catch {
            return await GoogleFailure.outcome(of: error, context, google: google, now: now(), logger: logger)
        }
    }

    private func read(_ ping: GooglePing, _ context: InputContext) async throws -> Outcome {
        guard
            let lease = try await store.lease(
                feedId: ping.feedId, holder: workerId, now: now(),
                until: now().addingTimeInterval(Self.leaseSeconds))
        else {
            guard try await store.feed(id: ping.feedId) != nil else {
                return .settled(context.result(.skipped, .unknownFeed))
            }
            return .retry(after: .milliseconds(500), .busy)
        }
        do {
            let outcome = try await read(ping, context, under: lease)
            try await store.release(lease)
            return outcome
        } catch {
            try? await store.release(lease)
            throw error
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
        var effects: [SyncEffect] = []
        // A push says that Google has changed, not our links.
        if ping.trigger != .push || links.isEmpty {
            effects += try await blocks.removeStrays(feedId: feed.id, links: links, lease: lease)
        }
        if links.isEmpty {
            try await watcher.close(&feed, google: google, under: lease)
            return .settled(context.result(effects.isEmpty ? .skipped : .succeeded, .unknownLink, effects: effects))
        }
        let isFull = ping.trigger == .manual || ping.trigger == .audit
        do {
            effects += try await AccountFailure.naming(feed.integrationId) {
                let account = try await google.account(integrationId: feed.integrationId)
                let changes = try await sync.run(&feed, links: links, account: account, full: isFull, lease: lease)
                feed.access = .readable
                try await watcher.ensureChannel(of: &feed, account: account, under: lease)
                return changes
            }
        } catch let failure as AccountFailure where failure.error == .notFound {
            // Deleted, or no longer shared: Google does not say which. The blocks stay until the owner decides.
            feed.access = .lost
            feed.dueAt = now().addingTimeInterval(Self.lostSeconds)
            try await store.save(feed, under: lease)
            logger.warning("calendar of a feed is gone", metadata: ["feed": "\(feed.id)"])
            return .settled(context.result(.skipped, .calendarUnavailable, effects: effects))
        }
        feed.dueAt = watcher.nextReading(of: feed)
        try await store.save(feed, under: lease)
        return .settled(
            effects.isEmpty ? context.result(.skipped, .unchanged) : context.result(.succeeded, effects: effects))
    }
}
