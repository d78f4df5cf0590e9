/// One change made in a remote system.
public struct SyncEffect: Hashable, Codable, Sendable {
    public enum Kind: String, Codable, Sendable {
        case mirrorInserted = "mirror.inserted"
        case mirrorUpdated = "mirror.updated"
        case mirrorDeleted = "mirror.deleted"
        case mirrorRevived = "mirror.revived"
        /// The host has moved or deleted it in Google; told once.
        case mirrorDiverged = "mirror.diverged"
        case blockWritten = "block.written"
        case blockRemoved = "block.removed"
    }

    public enum Target: String, Codable, Sendable { case google, kartra }

    public let kind: Kind
    public let target: Target
    /// The calendar on the target's side.
    public let calendarId: String
    /// The event's or the block's id there.
    public let remoteId: String
    /// Of a mirror: how many ids before this one Google did not give.
    public let generation: Int?
    /// The HTTP status of the answer that settled it; nil: of several calls together, or of a look.
    public let status: Int?
    public let attempts: Int
    /// From the first call to its answer.
    public let latencyMilliseconds: Int

    public init(
        _ kind: Kind, target: Target, calendarId: String, remoteId: String, generation: Int? = nil, status: Int? = nil,
        attempts: Int, latencyMilliseconds: Int
    ) {
        self.kind = kind
        self.target = target
        self.calendarId = calendarId
        self.remoteId = remoteId
        self.generation = generation
        self.status = status
        self.attempts = attempts
        self.latencyMilliseconds = latencyMilliseconds
    }
}
