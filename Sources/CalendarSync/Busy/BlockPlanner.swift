public import Foundation

/// Wanted blocks minus those that stand.
public enum BlockPlanner {
    /// - Parameters:
    ///   - desired: the blocks that one class wants of the sources in question, each id once.
    ///   - optedOut: ids of blocks that it would want but for the link's options.
    ///   - target: where its blocks are written.
    ///   - stored: what the store has of the same sources.
    ///   - now: blocks that are over by then are neither written nor removed.
    public static func plan(
        desired: [BusyBlock], optedOut: Set<String> = [], target: BlockTarget = .kartra, stored: [StoredBlock],
        now: Date
    ) -> BlockPlan {
        var plan = BlockPlan()
        let storedById = Dictionary(stored.map { ($0.block.blockId, $0) }) { first, _ in first }
        var wanted: Set<String> = []
        for block in desired where block.interval.endsAt > now && wanted.insert(block.blockId).inserted {
            let old = storedById[block.blockId]
            if let old, old.stands(as: block, at: target) {
                plan.unchanged.append(old)
            } else {
                plan.upserts.append(StoredBlock(writing: block, to: target, over: old))
            }
        }
        for old in stored where !wanted.contains(old.block.blockId) {
            if old.block.interval.endsAt <= now {
                plan.expired.append(old)
            } else if optedOut.contains(old.block.blockId) {
                plan.choices.append(old.removing)
            } else if old.state != .kept {
                plan.removals.append(old.removing)
            }
        }
        return plan
    }
}
