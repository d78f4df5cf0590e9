/// A block that a full reading did not see as it stands.
public struct UnseenBlock: Hashable, Sendable {
    public let stored: StoredBlock
    /// Its event was seen, and the link's own options let it pass.
    public let isChoice: Bool
    /// Other blocks of its source were seen.
    public let sourceIsSeen: Bool

    public init(stored: StoredBlock, isChoice: Bool, sourceIsSeen: Bool) {
        self.stored = stored
        self.isChoice = isChoice
        self.sourceIsSeen = sourceIsSeen
    }
}
