/// A block as the store has it.
public struct StoredBlock: Hashable, Codable, Sendable {
    public enum State: String, Codable, Sendable {
        /// About to be written: it may or may not stand on the other side.
        case writing
        case written
        /// About to be removed: likewise.
        case removing
    }

    public let block: BusyBlock
    public var state: State
    /// Counts the changes of this block; published with it.
    public var revision: Int64

    public init(block: BusyBlock, state: State, revision: Int64) {
        self.block = block
        self.state = state
        self.revision = revision
    }
}
