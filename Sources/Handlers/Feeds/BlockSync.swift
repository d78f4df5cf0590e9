import CalendarSync
import Foundation

/// From events to blocks, class by class. A class whose blocks cannot be written for now keeps no other from its own: it is
/// named in the changes, and what it has missed is to be read again.
struct BlockSync: Sendable {
    let store: any AccountStore & BookingStore & FeedStore
    let writing: BlockWriting
    let removals: RemovalGuard
    let keys: SecretKeys
    let now: @Sendable () -> Date

    /// - Returns: the classes whose blocks can be written, and why those of the others cannot.
    func classes(_ links: [ClassLink]) async throws -> (ready: [LinkedClass], unready: FeedChanges) {
        var classes: [LinkedClass] = []
        var unready = FeedChanges()
        for link in links {
            try await unready.attempt(link.classKey) {
                classes.append(
                    LinkedClass(
                        link: link, target: try await writing.writers.target(of: link),
                        booked: link.options.nativeCopies == .ignore
                            ? try await store.bookedTimes(of: link.classKey, from: now()) : []))
                return FeedChanges()
            }
        }
        return (classes, unready)
    }

    /// A list of changes: what its sources no longer want goes, unless that is too much.
    func apply(
        _ reading: FeedReading, of feedId: String, to classes: [LinkedClass], lease: FeedLease
    ) async throws -> FeedChanges {
        try await each(of: classes) { linked, changes in
            var plan = try await plan(reading.events, Array(reading.sourceIds), reading.timeZone, feedId, linked)
            if plan.isEmpty { return }
            if !plan.removals.isEmpty {
                let decision = try await removals.decide(
                    linked.key, feedId: feedId, losing: plan.lostSources.count, isFull: false)
                if decision != .remove {
                    plan.removals = []
                    changes.isBraked = true
                }
            }
            changes.add(try await writing.carryOut(plan, of: linked.key, lease: lease))
        }
    }

    /// A part of a full reading: writes what is missing and marks what was seen. What goes is known when all is read.
    func apply(
        partOf reading: FullReading, _ events: [SourceEvent], _ sourceIds: [String], of feedId: String,
        to classes: [LinkedClass], lease: FeedLease
    ) async throws -> FeedChanges {
        let timeZone = reading.timeZone ?? "UTC"
        return try await each(of: classes) { linked, changes in
            let plan = try await plan(events, sourceIds, timeZone, feedId, linked)
            changes.add(
                try await writing.carryOut(
                    BlockPlan(upserts: plan.upserts, expired: plan.expired), of: linked.key, lease: lease))
            let seen = plan.upserts + plan.unchanged
            try await store.mark(seen.map(\.block.blockId), reading: reading.number, under: lease)
            try await store.mark(plan.choices.map(\.block.blockId), reading: -reading.number, under: lease)
            // Listed once more, and no longer as an earlier page had it.
            try await store.mark(plan.removals.map(\.block.blockId), reading: 0, under: lease)
        }
    }

    /// The end of a full reading: what it has not seen goes, unless that is too much.
    func removeUnseen(
        by reading: FullReading, of feedId: String, from classes: [LinkedClass], lease: FeedLease
    ) async throws -> FeedChanges {
        try await each(of: classes) { linked, changes in
            var plan = BlockPlan()
            var lost: Set<String> = []
            for unseen in try await store.unseenBlocks(of: linked.key, feedId: feedId, reading: reading.number) {
                let stored = unseen.stored
                if stored.block.interval.endsAt <= now() {
                    plan.expired.append(stored)
                } else if unseen.isChoice {
                    plan.choices.append(stored.removing)
                } else if stored.state != .kept {
                    plan.removals.append(stored.removing)
                    if !unseen.sourceIsSeen { lost.insert(stored.block.sourceId) }
                } else if stored.target != linked.target || !stored.formerTargets.isEmpty {
                    // Kept where the class is read from now.
                    plan.upserts.append(stored.kept(at: linked.target))
                }
            }
            let decision = try await removals.decide(linked.key, feedId: feedId, losing: lost.count, isFull: true)
            switch decision {
            case .remove:
                break
            case .keep:
                try await store.apply(store: plan.removals.map(\.kept), forget: [], under: lease)
                plan.removals = []
            case .hold:
                changes.isBraked = changes.isBraked || !plan.removals.isEmpty
                plan.removals = []
            }
            changes.add(try await writing.carryOut(plan, of: linked.key, lease: lease))
            if decision != .hold { try await removals.release(linked.key) }
        }
    }

    /// Instances of series further ahead than they had been expanded: they only add.
    func extend(
        with events: [SourceEvent], timeZone: String, of feedId: String, to classes: [LinkedClass], lease: FeedLease
    ) async throws -> FeedChanges {
        try await each(of: classes) { linked, changes in
            let plan = try await plan(events, Array(Set(events.map(\.seriesId))), timeZone, feedId, linked)
            changes.add(
                try await writing.carryOut(BlockPlan(upserts: plan.upserts), of: linked.key, lease: lease))
        }
    }

    /// Takes out the blocks of classes that were linked to the feed and no longer are.
    func removeStrays(feedId: String, links: [ClassLink], lease: FeedLease) async throws -> FeedChanges {
        let linked = Set(links.map(\.classKey))
        var changes = FeedChanges()
        for key in try await store.classesWithBlocks(feedId: feedId) where !linked.contains(key) {
            if try await isHeld(key, feedId: feedId) { continue }
            try await changes.attempt(key) { try await removeAll(of: key, feedId: feedId, lease: lease) }
        }
        return changes
    }

    /// Blocks of a class that was unlinked may be meant to stay, until it is linked again.
    private func isHeld(_ key: ClassKey, feedId: String) async throws -> Bool {
        guard let unlinking = try await store.unlinking(key), unlinking.holdsBlocks, unlinking.link.feedId == feedId
        else { return false }
        return try await store.link(key) == nil
    }

    func removeAll(of key: ClassKey, feedId: String, lease: FeedLease) async throws -> FeedChanges {
        let stored = try await store.blocks(of: key, feedId: feedId)
        let over = stored.filter { $0.block.interval.endsAt <= now() }
        let ahead = stored.filter { $0.block.interval.endsAt > now() }
        return try await writing.carryOut(
            BlockPlan(removals: ahead.map(\.removing), expired: over), of: key, lease: lease)
    }

    private func each(
        of classes: [LinkedClass], _ body: (LinkedClass, inout FeedChanges) async throws -> Void
    ) async throws -> FeedChanges {
        var changes = FeedChanges()
        for linked in classes {
            try await changes.attempt(linked.key) {
                var own = FeedChanges()
                try await body(linked, &own)
                return own
            }
        }
        return changes
    }

    private func plan(
        _ events: [SourceEvent], _ sourceIds: [String], _ timeZone: String, _ feedId: String, _ linked: LinkedClass
    ) async throws -> BlockPlan {
        let wishes = linked.wishes(events, timeZone: timeZone, keys: keys)
        let stored = try await store.blocks(of: linked.key, feedId: feedId, sourceIds: sourceIds)
        return BlockPlanner.plan(
            desired: wishes.blocks, optedOut: wishes.optedOut, target: linked.target, stored: stored, now: now())
    }
}
