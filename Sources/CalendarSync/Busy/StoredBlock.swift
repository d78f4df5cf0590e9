/// A block as the store has it.
public struct StoredBlock: Hashable, Codable, Sendable {
    public enum State: String, Codable, Sendable {
        /// About to be written: it may or may not stand on the other side.
        case writing
        case written
        /// About to be removed: likewise.
        case removing
        /// Google no longer has its event, and the owner wants it kept all the same.
        case kept
    }

    public let block: BusyBlock
    public var state: State
    public var target: BlockTarget
    /// Where it stood before and may still stand: the link has chosen another target since.
    public var formerTargets: Set<BlockTarget>
    /// Counts the changes of this block; published with it.
    public var revision: Int64

    public init(
        block: BusyBlock, state: State, target: BlockTarget = .kartra, formerTargets: Set<BlockTarget> = [],
        revision: Int64
    ) {
        self.block = block
        self.state = state
        self.target = target
        self.formerTargets = formerTargets
        self.revision = revision
    }
}
