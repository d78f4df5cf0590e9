public import Foundation

/// Wanted blocks minus those that stand.
public enum BlockPlanner {
    /// - Parameters:
    ///   - desired: the blocks that one class wants of the sources in question, each id once.
    ///   - stored: what the store has of the same sources.
    ///   - now: blocks that are over by then are neither written nor removed.
    public static func plan(desired: [BusyBlock], stored: [StoredBlock], now: Date) -> BlockPlan {
        var plan = BlockPlan()
        let storedById = Dictionary(stored.map { ($0.block.blockId, $0) }) { first, _ in first }
        var wanted: Set<String> = []
        for block in desired where block.interval.endsAt > now && wanted.insert(block.blockId).inserted {
            let old = storedById[block.blockId]
            if let old, old.state == .written, old.block.isSame(as: block) { continue }
            plan.upserts.append(StoredBlock(block: block, state: .writing, revision: (old?.revision ?? 0) + 1))
        }
        for old in stored where !wanted.contains(old.block.blockId) {
            if old.block.interval.endsAt <= now {
                plan.expired.append(old)
            } else {
                plan.removals.append(StoredBlock(block: old.block, state: .removing, revision: old.revision + 1))
            }
        }
        return plan
    }
}

extension BusyBlock {
    /// Whether neither Kartra nor the store would see any difference: an event may change its series, and a calendar may
    /// come to be read through another integration, without a change of times.
    fileprivate func isSame(as other: BusyBlock) -> Bool {
        interval == other.interval && timeZone == other.timeZone && sourceId == other.sourceId && feedId == other.feedId
    }
}
