import CalendarSync
import Foundation
import Logging
import Records

/// Carries out a plan: notes in the store what is about to be written, writes it, publishes it, and notes that it stands.
/// Broken off anywhere, the next reading finds in the store what may stand on the other side. What the other side refuses
/// for good holds up no other block: it stays in the store as about to be written or removed, for a later full reading or
/// audit to try again.
struct BlockWriting: Sendable {
    let store: any AccountStore & FeedStore
    let writers: any BusyBlockWriters
    let producer: any RecordProducer
    let topics: Topics
    let now: @Sendable () -> Date
    let logger: Logger

    /// What is refused of one run.
    private struct Refused {
        var blockIds: Set<String> = []
        var changes = FeedChanges()

        func others(of blocks: [StoredBlock]) -> [StoredBlock] {
            blocks.filter { !blockIds.contains($0.block.blockId) }
        }
    }

    /// So many at once: as many as Kartra takes in one call, and where each is a call few enough that what has been
    /// written is soon noted.
    private static func chunk(for target: BlockTarget?) -> Int {
        switch target {
        case .kartra, nil: 500
        case .googleCalendar: 25
        }
    }

    /// - Parameter plan: its removals and choices both go.
    func carryOut(_ plan: BlockPlan, of key: ClassKey, lease: FeedLease) async throws -> FeedChanges {
        var changes = plan.upserts.map { ($0, isGone: false) }
        changes += (plan.removals + plan.choices).map { ($0, isGone: true) }
        var done = FeedChanges()
        let chunk = changes.map { Self.chunk(for: $0.0.target) }.min() ?? 1
        let held = HeldLease(lease, store: store, now: now)
        for start in stride(from: 0, to: changes.count, by: chunk) {
            let part = changes[start..<min(start + chunk, changes.count)]
            done.add(
                try await held.calling {
                    try await write(
                        upserts: part.filter { !$0.isGone }.map(\.0), removals: part.filter(\.isGone).map(\.0),
                        lease: lease)
                })
            try await held.renew()
        }
        if !plan.expired.isEmpty {
            try await publish([], gone: plan.expired)
            try await store.apply(store: [], forget: plan.expired, under: lease)
        }
        if !done.effects.isEmpty { try await noteChange(key) }
        return done
    }

    private func write(
        upserts: [StoredBlock], removals: [StoredBlock], lease: FeedLease
    ) async throws -> FeedChanges {
        try await store.apply(store: upserts + removals, forget: [], under: lease)
        let began = ContinuousClock.now
        var refused = Refused()
        let targets = Set((upserts + removals).map(\.target))
        for target in targets {
            try await apply(
                upserts: upserts.filter { $0.target == target }, removals: removals.filter { $0.target == target },
                to: target, &refused)
        }
        let left = try await leaveFormerTargets(refused.others(of: upserts + removals), &refused)
        let latency = Int((ContinuousClock.now - began) / .milliseconds(1))
        let standing = refused.others(of: upserts)
        let gone = refused.others(of: removals)
        try await publish(standing, gone: gone)
        let written = standing.map { stored in
            var written = stored.written
            written.formerTargets = stored.formerTargets.subtracting(left)
            return written
        }
        try await store.apply(store: written, forget: gone, under: lease)
        var changes = refused.changes
        changes.add(standing.map { effect(.blockWritten, $0, latency) })
        changes.add(gone.map { effect(.blockRemoved, $0, latency) })
        return changes
    }

    private func apply(
        upserts: [StoredBlock], removals: [StoredBlock], to target: BlockTarget, _ refused: inout Refused
    ) async throws {
        do {
            try await writers.writer(for: target).apply(
                upserts: upserts.map(\.block), removals: removals.map(\.block))
        } catch BlockWriteError.permanent(let reason, let blocks) {
            let blockIds = blocks ?? Set((upserts + removals).map(\.block.blockId))
            refused.blockIds.formUnion(blockIds)
            refused.changes.refuse(reason)
            let key = (upserts + removals).first?.block.classKey.description ?? ""
            logger.warning(
                "blocks refused",
                metadata: ["class": "\(key)", "blocks": "\(blockIds.count)", "reason": "\(reason)"])
        }
    }

    /// Only now that they stand where they belong: in between they stand twice rather than nowhere.
    /// - Returns: the targets that have been left. One whose Google account can no longer be used holds up nothing.
    private func leaveFormerTargets(
        _ blocks: [StoredBlock], _ refused: inout Refused
    ) async throws -> Set<BlockTarget> {
        var left: Set<BlockTarget> = []
        for target in Set(blocks.flatMap(\.formerTargets)) {
            let removals = blocks.filter { $0.formerTargets.contains(target) }
            do {
                try await apply(upserts: [], removals: removals, to: target, &refused)
                left.insert(target)
            } catch let failure as AccountFailure {
                logger.warning(
                    "blocks left behind in an account that cannot be used",
                    metadata: ["blocks": "\(removals.count)", "integration": "\(failure.integrationId)"])
            }
        }
        return left
    }

    private func publish(_ standing: [StoredBlock], gone: [StoredBlock]) async throws {
        try await producer.send(
            standing.map { try BusyBlockRecord($0).record(at: now(), topics: topics) }
                + gone.map { BusyBlockRecord.tombstone(of: $0, at: now(), topics: topics) })
    }

    private func effect(_ kind: SyncEffect.Kind, _ stored: StoredBlock, _ latency: Int) -> SyncEffect {
        let block = stored.block
        return switch stored.target {
        case .kartra:
            SyncEffect(
                kind, target: .kartra, calendarId: block.calendarId, remoteId: block.blockId, attempts: 1,
                latencyMilliseconds: latency)
        case .googleCalendar(_, let calendarId):
            SyncEffect(
                kind, target: .google, calendarId: calendarId, remoteId: block.blockId, attempts: 1,
                latencyMilliseconds: latency)
        }
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
