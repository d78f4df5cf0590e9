import CalendarSync
import Foundation
import Records

/// From events to blocks: plans for each class, notes in the store what is about to be written, writes it, publishes it, and
/// notes that it stands. Broken off anywhere, the next reading finds in the store what may stand on the other side.
struct BlockSync: Sendable {
    enum Scope {
        /// These sources were read anew.
        case sources([String])
        /// The whole calendar was read: what it no longer has is removed.
        case feed
    }

    let store: any AccountStore & FeedStore
    let writers: any BusyBlockWriters
    let producer: any RecordProducer
    let topics: Topics
    let keys: SecretKeys
    let now: @Sendable () -> Date

    func write(
        _ reading: FeedReading, feedId: String, links: [ClassLink], scope: Scope, lease: FeedLease
    ) async throws -> [SyncEffect] {
        var effects: [SyncEffect] = []
        for link in links {
            let plan = try await plan(reading, feedId: feedId, link: link, scope: scope)
            if plan.isEmpty { continue }
            effects += try await carryOut(plan, of: link.classKey, lease: lease)
        }
        return effects
    }

    /// Takes out the blocks of classes that were linked to the feed and no longer are.
    func removeStrays(feedId: String, links: [ClassLink], lease: FeedLease) async throws -> [SyncEffect] {
        let linked = Set(links.map(\.classKey))
        var effects: [SyncEffect] = []
        for key in try await store.classesWithBlocks(feedId: feedId) where !linked.contains(key) {
            let stored = try await store.blocks(of: key, feedId: feedId)
            effects += try await carryOut(
                BlockPlanner.plan(desired: [], stored: stored, now: now()), of: key, lease: lease)
        }
        return effects
    }

    private func plan(
        _ reading: FeedReading, feedId: String, link: ClassLink, scope: Scope
    ) async throws -> BlockPlan {
        let zone = TimeZone(identifier: reading.timeZone) ?? .gmt
        let policy = BusyPolicy(link: link, timeZone: zone, keys: keys)
        let desired = reading.events.compactMap { event -> BusyBlock? in
            guard case .blocks(let interval) = policy.verdict(on: event) else { return nil }
            return BusyBlock(link: link, event: event, interval: interval, timeZone: reading.timeZone)
        }
        let stored =
            switch scope {
            case .sources(let ids): try await store.blocks(of: link.classKey, feedId: feedId, sourceIds: ids)
            case .feed: try await store.blocks(of: link.classKey, feedId: feedId)
            }
        return BlockPlanner.plan(desired: desired, stored: stored, now: now())
    }

    private func carryOut(_ plan: BlockPlan, of key: ClassKey, lease: FeedLease) async throws -> [SyncEffect] {
        try await store.apply(store: plan.upserts + plan.removals, forget: [], under: lease)
        let began = ContinuousClock.now
        if !plan.upserts.isEmpty || !plan.removals.isEmpty {
            try await writers.writer(for: .kartra).apply(
                upserts: plan.upserts.map(\.block), removals: plan.removals.map(\.block))
        }
        let latency = Int((ContinuousClock.now - began) / .milliseconds(1))
        let gone = plan.removals + plan.expired
        try await producer.send(
            plan.upserts.map { try BusyBlockRecord($0).record(at: now(), topics: topics) }
                + gone.map { BusyBlockRecord.tombstone(of: $0, at: now(), topics: topics) })
        let written = plan.upserts.map { StoredBlock(block: $0.block, state: .written, revision: $0.revision) }
        try await store.apply(store: written, forget: gone, under: lease)
        try await noteChange(key)
        return plan.upserts.map { effect(.blockWritten, $0.block, latency) }
            + plan.removals.map { effect(.blockRemoved, $0.block, latency) }
    }

    private func effect(_ kind: SyncEffect.Kind, _ block: BusyBlock, _ latency: Int) -> SyncEffect {
        SyncEffect(
            kind, target: .kartra, calendarId: block.calendarId, remoteId: block.blockId, attempts: 1,
            latencyMilliseconds: latency)
    }

    /// For the owner's eyes only; where the link was changed meanwhile, that change is news enough.
    private func noteChange(_ key: ClassKey) async throws {
        guard var newest = try await store.link(key) else { return }
        newest.lastChangeAt = now()
        do {
            try await store.save(newest)
        } catch StoreError.conflict {}
    }
}
