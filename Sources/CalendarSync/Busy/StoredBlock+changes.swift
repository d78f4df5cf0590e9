extension StoredBlock {
    /// A block about to be written over what is stored of it.
    public init(writing block: BusyBlock, to target: BlockTarget, over old: StoredBlock?) {
        var former = old.map { $0.formerTargets.union([$0.target]) } ?? []
        former.remove(target)
        self.init(
            block: block, state: .writing, target: target, formerTargets: former, revision: (old?.revision ?? 0) + 1)
    }

    /// The block about to be removed.
    public var removing: StoredBlock {
        var block = self
        block.state = .removing
        block.revision += 1
        return block
    }

    /// The block once its write has succeeded; a kept one stays one.
    public var written: StoredBlock {
        var block = self
        if state != .kept { block.state = .written }
        block.formerTargets = []
        return block
    }

    /// The block that stays although Google no longer has its event.
    public var kept: StoredBlock {
        var block = self
        block.state = .kept
        return block
    }

    /// The kept block about to be written where its link has blocks now. Kept all the while: a worker that dies at it must
    /// not leave a block that the next reading takes for any other.
    public func kept(at target: BlockTarget) -> StoredBlock {
        var block = StoredBlock(writing: self.block, to: target, over: self)
        block.state = .kept
        return block
    }

    /// Whether neither the other side nor the store would see any difference: an event may change its series, and a
    /// calendar may come to be read through another integration, without a change of times.
    public func stands(as other: BusyBlock, at target: BlockTarget) -> Bool {
        state == .written && self.target == target && block.interval == other.interval
            && block.timeZone == other.timeZone && block.sourceId == other.sourceId && block.feedId == other.feedId
    }
}
