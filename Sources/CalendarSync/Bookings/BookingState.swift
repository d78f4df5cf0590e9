/// What is remembered of one subscription: its newest booking, the mirror events that stand for it, and how the last
/// input ended, so that its repetition publishes the same result.
public struct BookingState: Codable, Hashable, Sendable {
    public var booking: Booking
    public var mirrors: [MirrorEvent]
    public var lastEventId: String?
    public var lastResult: SyncResult?
    /// Counts the saves; the store refuses one that was made from an older count. 0: never saved.
    public var revision: Int64

    public init(
        booking: Booking, mirrors: [MirrorEvent] = [], lastEventId: String? = nil, lastResult: SyncResult? = nil,
        revision: Int64 = 0
    ) {
        self.booking = booking
        self.mirrors = mirrors
        self.lastEventId = lastEventId
        self.lastResult = lastResult
        self.revision = revision
    }
}
