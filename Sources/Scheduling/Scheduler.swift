public import CalendarSync
public import Foundation
public import Logging
public import Records
public import ServiceLifecycle

/// Turns what is due in the store into records: feeds to be read or audited, blocks to be taken out because their
/// calendar has not been readable for too long, unlinkings of which nothing is heard, bookings whose writes nobody has
/// reported done, parked keys to be tried again. Any number may run at once, without a leader: what one has leased is
/// given to no other.
public struct Scheduler: Service {
    /// How long something is leased: how soon it is asked for again where the asking failed or nothing was heard of it.
    static let patience: TimeInterval = 60
    private static let longPatience: TimeInterval = 3_600

    private let store: any DueStore
    private let producer: any RecordProducer
    private let topics: Topics
    private let interval: Duration
    private let pageSize: Int
    private let repairing: Bool
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Date
    private let logger: Logger

    /// - Parameters:
    ///   - interval: from the end of one look at the store to the next.
    ///   - pageSize: how much is leased at once.
    ///   - repairing: whether audits put right what they find.
    public init(
        store: any DueStore, producer: any RecordProducer, topics: Topics,
        interval: Duration = .seconds(5), pageSize: Int = 200, repairing: Bool = true,
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Date = { Date() }, logger: Logger
    ) {
        self.store = store
        self.producer = producer
        self.topics = topics
        self.interval = interval
        self.pageSize = pageSize
        self.repairing = repairing
        self.clock = clock
        self.now = now
        self.logger = logger
    }

    /// Runs until graceful shutdown; a page under way is finished.
    public func run() async throws {
        while !isEnding {
            await tick()
            // Thrown where the wait is cut short: the loop's condition knows why.
            try? await cancelWhenGracefulShutdown { [clock, interval] in try await clock.sleep(for: interval) }
        }
    }

    private var isEnding: Bool { Task.isCancelled || Task.isShuttingDownGracefully }

    private func tick() async {
        let time = now()
        await takeUp("feeds") { leasedUntil in
            try await store.feeds(dueBy: time, limit: pageSize, leasedUntil: leasedUntil)
        } byAsking: { feed, _ in
            try await producer.send(ping(feed, at: time))
        }
        await takeUp("audits") { leasedUntil in
            try await store.feeds(auditDueBy: time, limit: pageSize, leasedUntil: leasedUntil)
        } byAsking: { feed, leasedUntil in
            // Before the asking: a worker that has ended the audit by then has said when the next one is.
            try await store.postpone(auditOf: feed.id, until: time.addingTimeInterval(Self.longPatience))
            do {
                try await producer.send(audit(feed, at: time))
            } catch {
                // Soon again, as what is leased. If this fails too, in an hour.
                try await store.postpone(auditOf: feed.id, until: leasedUntil)
                throw error
            }
        }
        await takeUp("stale blocks") { leasedUntil in
            try await store.staleLinks(at: time, limit: pageSize, leasedUntil: leasedUntil)
        } byAsking: { link, _ in
            try await producer.send(release(link, at: time))
            try await store.postpone(releaseOf: link.classKey, until: time.addingTimeInterval(Self.longPatience))
        }
        await takeUp("unlinkings") { leasedUntil in
            try await store.unlinkings(dueBy: time, limit: pageSize, leasedUntil: leasedUntil)
        } byAsking: { unlinking, _ in
            try await producer.send(unlink(unlinking, at: time))
            try await store.postpone(unlinkingOf: unlinking.classKey, until: time.addingTimeInterval(Self.longPatience))
        }
        await takeUp("open intents") { leasedUntil in
            try await store.bookings(intentsDueBy: time, limit: pageSize, leasedUntil: leasedUntil)
        } byAsking: { state, _ in
            try await producer.send(finish(state, at: time))
            try await store.postpone(intentsOf: state.booking, until: Self.nextAsking(of: state, after: time))
        }
        await takeUp("parked keys") { leasedUntil in
            try await store.parkedKeys(dueBy: time, limit: pageSize, leasedUntil: leasedUntil)
        } byAsking: { key, leasedUntil in
            // Those behind the first, too: it may be settled long before them. And before the asking: the worker that is
            // asked may at once say when to ask next, and has the last word.
            try await store.postpone(parkedKey: key, until: leasedUntil)
            try await producer.send(unpark(key, at: time))
        }
    }

    /// Page by page, as what is leased is no longer due. What fails is due again when its lease has run out. A page with
    /// a failure in it is the last of this tick: what is not leased yet is left to a scheduler that fares better.
    private func takeUp<Due: Sendable>(
        _ kind: String, leasing page: (_ leasedUntil: Date) async throws -> [Due],
        byAsking ask: @escaping @Sendable (Due, _ leasedUntil: Date) async throws -> Void
    ) async {
        do {
            var due: [Due]
            repeat {
                let leasedUntil = now().addingTimeInterval(Self.patience)
                due = try await page(leasedUntil)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for item in due {
                        group.addTask { try await ask(item, leasedUntil) }
                    }
                    try await finishAll(&group)
                }
            } while due.count == pageSize && !isEnding
        } catch {
            logger.error("due work not asked for", metadata: ["kind": "\(kind)", "error": "\(error)"])
        }
    }

    /// Waits for all and then throws the first failure: one failure does not cancel the rest of the page.
    private func finishAll(_ group: inout ThrowingTaskGroup<Void, any Error>) async throws {
        var failure: (any Error)?
        while let result = await group.nextResult() {
            if case .failure(let error) = result { failure = failure ?? error }
        }
        if let failure { throw failure }
    }

    /// What cannot be done is asked for ever more seldom, once a day at last.
    private static func nextAsking(of state: BookingState, after time: Date) -> Date {
        let age = state.intentsSince.map { time.timeIntervalSince($0) } ?? 0
        return time.addingTimeInterval(min(max(age, MirrorIntent.patience), 86_400))
    }

    /// A leased feed is due when its lease runs out: the id names one lease, and one asking.
    private func ping(_ feed: Feed, at time: Date) throws -> OutgoingRecord {
        try GooglePing(feedId: feed.id, trigger: .poll)
            .record(id: "poll-\(feed.id)-\((feed.dueAt ?? time).rfc3339)", at: time, topics: topics)
    }

    private func audit(_ feed: Feed, at time: Date) throws -> OutgoingRecord {
        try GooglePing(feedId: feed.id, trigger: .audit, repair: repairing)
            .record(id: "audit-\(feed.id)-\((feed.auditDueAt ?? time).rfc3339)", at: time, topics: topics)
    }

    /// One release is asked for an hour: the hour stands for what is due.
    private func release(_ link: ClassLink, at time: Date) throws -> OutgoingRecord {
        let hour = Int(time.timeIntervalSince1970 / 3_600)
        return try SyncCommand(.releaseBlocks, accountId: link.accountId, classId: link.classId, requestedAt: time)
            .record(
                id: Digest.text(["release", "\(link.classKey)", String(hour)], length: 26), at: time, topics: topics)
    }

    /// What it may wait for, such as a quota, takes longer than it takes to ask: once an hour is enough.
    private func unlink(_ unlinking: Unlinking, at time: Date) throws -> OutgoingRecord {
        let key = unlinking.classKey
        let hour = Int(time.timeIntervalSince1970 / 3_600)
        return try SyncCommand(.linkRemoved, accountId: key.accountId, classId: key.classId, requestedAt: time)
            .record(
                id: Digest.text(["unlink", "\(key)", unlinking.requestedAt.rfc3339, String(hour)], length: 26),
                at: time,
                topics: topics)
    }

    /// The revision stands for the intents that are open, the minute lets it be asked for again.
    private func finish(_ state: BookingState, at time: Date) throws -> OutgoingRecord {
        let booking = state.booking
        let minute = Int(time.timeIntervalSince1970 / 60)
        let id = Digest.text(
            ["finish", booking.accountId, booking.subscriptionId, String(state.revision), String(minute)], length: 26)
        return try SyncCommand(
            .bookingFinish, accountId: booking.accountId, subscriptionId: booking.subscriptionId, requestedAt: time
        ).record(id: id, at: time, topics: topics)
    }

    /// A parked key's due time is not known here; the minute stands for it.
    private func unpark(_ key: String, at time: Date) throws -> OutgoingRecord {
        let minute = Int(time.timeIntervalSince1970 / 60)
        return try SyncCommand(.unpark, key: key, requestedAt: time)
            .record(id: Digest.text(["unpark", key, String(minute)], length: 26), at: time, topics: topics)
    }
}
