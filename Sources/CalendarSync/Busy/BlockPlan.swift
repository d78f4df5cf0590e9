/// What to do to the blocks of one class.
public struct BlockPlan: Hashable, Sendable {
    /// To be written, new or changed; already with the state `writing` and the next revision.
    public var upserts: [StoredBlock]
    /// They stand as wanted.
    public var unchanged: [StoredBlock]
    /// To be removed, as Google no longer has a busy event for them; already with the state `removing` and the next revision.
    public var removals: [StoredBlock]
    /// To be removed, as the link's own options now let their events pass; likewise.
    public var choices: [StoredBlock]
    /// Over: to be forgotten, with no call.
    public var expired: [StoredBlock]

    public init(
        upserts: [StoredBlock] = [], unchanged: [StoredBlock] = [], removals: [StoredBlock] = [],
        choices: [StoredBlock] = [], expired: [StoredBlock] = []
    ) {
        self.upserts = upserts
        self.unchanged = unchanged
        self.removals = removals
        self.choices = choices
        self.expired = expired
    }

    /// Whether there is nothing to do.
    public var isEmpty: Bool { upserts.isEmpty && removals.isEmpty && choices.isEmpty && expired.isEmpty }

    /// The source events that lose all their blocks, not by the owner's choice.
    public var lostSources: Set<String> {
        var lost = Set(removals.map(\.block.sourceId))
        lost.subtract(upserts.map(\.block.sourceId))
        lost.subtract(unchanged.map(\.block.sourceId))
        return lost
    }
}
