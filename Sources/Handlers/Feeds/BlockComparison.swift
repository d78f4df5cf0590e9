import CalendarSync
import Foundation

/// What one class's blocks are, and what they ought to be.
struct BlockComparison: Sendable {
    let linked: LinkedClass
    /// Our own notes.
    private let stored: [StoredBlock]
    /// What stands on the other side, by id.
    private let standing: [String: StandingBlock]
    /// Whether Google's busy times are those of the blocks and of the class's own bookings.
    private let coversBusy: Bool
    private let bounds: DateInterval
    /// What the events ask for; nil: they were not looked at, as nothing called for it.
    private var wishes: BlockWishes?

    init(
        linked: LinkedClass, stored: [StoredBlock], standing: [StandingBlock], booked: Set<DateInterval>,
        busy: BusyCoverage, bounds: DateInterval
    ) {
        self.linked = linked
        self.stored = stored
        self.bounds = bounds
        self.standing = Dictionary(standing.map { ($0.blockId, $0) }) { first, _ in first }
        let blocks = BusyCoverage(stored.map(\.block.interval.dates), within: bounds)
        let covered = BusyCoverage(stored.map(\.block.interval.dates) + booked, within: bounds)
        coversBusy = busy.secondsOutside(covered) == 0 && blocks.secondsOutside(busy) == 0
    }

    /// Whether nothing need be read to know that all is right. Where the owner lets some busy events pass, Google's free/busy
    /// cannot tell.
    var agrees: Bool {
        coversBusy && linked.link.options.letsNothingPass && standing.count == stored.count
            && stored.allSatisfy { stands($0) && $0.state == .written }
    }

    mutating func expect(_ reading: FeedReading, keys: SecretKeys, now: Date) {
        var wishes = linked.wishes(reading.events, timeZone: reading.timeZone, keys: keys)
        // Beyond the horizon blocks come as they may: those of an endless series that Google lists to a caller who only sees
        // busy times reach a little further each day.
        let known = Set(stored.map(\.block.blockId))
        wishes.blocks.removeAll { block in
            block.interval.endsAt <= now || (block.interval.startsAt >= bounds.end && !known.contains(block.blockId))
        }
        self.wishes = wishes
    }

    func report(repaired: Int, unexplainedSeconds: Int) -> FeedAudit.Link {
        FeedAudit.Link(
            accountId: linked.key.accountId, classId: linked.key.classId,
            compared: wishes?.blocks.count ?? stored.count, missing: missing.count + lostKept.count,
            extra: unwanted.count + strangers.count, repaired: repaired, unexplainedSeconds: unexplainedSeconds)
    }

    /// - Parameter limit: how many blocks it may touch; what is missing comes first.
    func plan(atMost limit: Int) -> BlockPlan {
        let known = Dictionary(stored.map { ($0.block.blockId, $0) }) { first, _ in first }
        var plan = BlockPlan()
        plan.upserts = missing.prefix(limit).map {
            StoredBlock(writing: $0, to: linked.target, over: known[$0.blockId])
        }
        let gone = unwanted.map(\.removing) + strangers.map { stranger(of: $0).removing }
        for block in gone.prefix(limit - plan.upserts.count) {
            if wishes?.optedOut.contains(block.block.blockId) == true || known[block.block.blockId] == nil {
                plan.choices.append(block)
            } else {
                plan.removals.append(block)
            }
        }
        return plan
    }

    private var missing: [BusyBlock] {
        guard let wishes else { return [] }
        let known = Dictionary(stored.map { ($0.block.blockId, $0) }) { first, _ in first }
        return wishes.blocks.filter { block in
            guard let old = known[block.blockId] else { return true }
            return !old.stands(as: block, at: linked.target) || !stands(old)
        }
    }

    /// The owner wants them kept although Google no longer has their events; about to be written where they belong.
    var lostKept: [StoredBlock] {
        guard let wishes else { return [] }
        let wanted = Set(wishes.blocks.map(\.blockId))
        return stored.filter { block in
            block.state == .kept && !wanted.contains(block.block.blockId)
                && !(block.target == linked.target && stands(block))
        }.map { $0.kept(at: linked.target) }
    }

    private var unwanted: [StoredBlock] {
        guard let wishes else { return [] }
        let wanted = Set(wishes.blocks.map(\.blockId))
        return stored.filter { !wanted.contains($0.block.blockId) && $0.state != .kept }
    }

    /// They stand on the other side, and neither we nor Google know of them.
    private var strangers: [StandingBlock] {
        guard let wishes else { return [] }
        let known = Set(stored.map(\.block.blockId)).union(wishes.blocks.map(\.blockId))
        return standing.values.filter { !known.contains($0.blockId) }.sorted { $0.blockId < $1.blockId }
    }

    private func stands(_ stored: StoredBlock) -> Bool {
        guard let other = standing[stored.block.blockId] else { return false }
        return other.startsAt == stored.block.interval.startsAt && other.endsAt == stored.block.interval.endsAt
    }

    private func stranger(of standing: StandingBlock) -> StoredBlock {
        StoredBlock(
            block: BusyBlock(standing: standing, of: linked.link), state: .written, target: linked.target, revision: 0)
    }
}

extension LinkOptions {
    /// Whether every event that Google calls busy blocks.
    fileprivate var letsNothingPass: Bool { tentative == .block && allDay == .block && nativeCopies == .block }
}
