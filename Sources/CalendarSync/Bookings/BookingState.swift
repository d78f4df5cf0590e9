public import Foundation

/// What is remembered of one subscription: its newest booking, the mirror events that stand for it, and how the last
/// input ended, so that its repetition publishes the same result.
public struct BookingState: Codable, Hashable, Sendable {
    public var booking: Booking
    public var mirrors: [MirrorEvent]
    /// Writes to Google that are under way, or were when their worker died.
    public var intents: [MirrorIntent]
    /// When the newest of them was noted; nil: there is none.
    public var intentsSince: Date?
    public var lastEventId: String?
    public var lastResult: SyncResult?
    /// Counts the saves; the store refuses one that was made from an older count. 0: never saved.
    public var revision: Int64

    public init(
        booking: Booking, mirrors: [MirrorEvent] = [], intents: [MirrorIntent] = [], lastEventId: String? = nil,
        lastResult: SyncResult? = nil, revision: Int64 = 0
    ) {
        self.booking = booking
        self.mirrors = mirrors
        self.intents = intents
        self.lastEventId = lastEventId
        self.lastResult = lastResult
        self.revision = revision
    }

    /// When the last session is over, of those that are wanted and those whose events may still stand; nil: there is none.
    public var endsAt: Date? {
        (mirrors.map(\.startsAt) + intents.map(\.mirror.startsAt) + [booking.endsAt].compactMap(\.self)).max()
    }

    /// When the first of them begins; nil: there is none.
    public var startsAt: Date? {
        (mirrors.map(\.startsAt) + intents.map(\.mirror.startsAt) + booking.sessions.map(\.startsAt)).min()
    }

    /// Puts a mirror in the place of what was known of its event.
    public mutating func put(_ mirror: MirrorEvent) {
        remove(mirror)
        mirrors.append(mirror)
    }

    public mutating func remove(_ mirror: MirrorEvent) {
        mirrors.removeAll { $0.isSameEvent(as: mirror) }
    }

    /// Notes a write that is about to be made. One that is noted already stays as it is.
    public mutating func begin(_ intent: MirrorIntent, at time: Date) {
        if has(intent) { return }
        intents.append(intent)
        intentsSince = time
    }

    /// Whether its input has noted a write to this event.
    public func has(_ intent: MirrorIntent) -> Bool {
        intents.contains { $0.inputId == intent.inputId && $0.mirror.isSameEvent(as: intent.mirror) }
    }

    /// Takes away what has been done.
    public mutating func end(_ isDone: (MirrorIntent) -> Bool) {
        intents.removeAll(where: isDone)
        if intents.isEmpty { intentsSince = nil }
    }
}
