/// What to do to the blocks of one class.
public struct BlockPlan: Hashable, Sendable {
    /// To be written, new or changed; already with the state `writing` and the next revision.
    public var upserts: [StoredBlock]
    /// To be removed; already with the state `removing` and the next revision.
    public var removals: [StoredBlock]
    /// Over: to be forgotten, with no call.
    public var expired: [StoredBlock]

    public init(upserts: [StoredBlock] = [], removals: [StoredBlock] = [], expired: [StoredBlock] = []) {
        self.upserts = upserts
        self.removals = removals
        self.expired = expired
    }

    public var isEmpty: Bool { upserts.isEmpty && removals.isEmpty && expired.isEmpty }
}
