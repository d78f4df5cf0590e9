public import Foundation

/// A block as it stands on the other side, whether or not our store knows of it.
public struct StandingBlock: Hashable, Sendable {
    public let blockId: String
    public let startsAt: Date
    /// Exclusive.
    public let endsAt: Date

    public init(blockId: String, startsAt: Date, endsAt: Date) {
        self.blockId = blockId
        self.startsAt = startsAt
        self.endsAt = endsAt
    }
}
