public import Foundation
public import Records

/// What happened to one input: `com.calsync.result.v1`.
public struct SyncResult: EventPayload, Hashable, Codable {
    public static let eventType = "com.calsync.result.v1"

    /// More are counted and not listed: the first reading of a large calendar would not fit into a record (Kafka's
    /// `message.max.bytes` is 1 MiB).
    public static let mostEffects = 1_000

    public enum Outcome: String, Codable, Sendable { case succeeded, skipped, rejected, parked }

    public enum Reason: String, CaseIterable, Codable, Sendable {
        case classNotLinked = "class_not_linked"
        /// An older state than the one known.
        case stale
        /// Everything stands as wanted already.
        case unchanged
        /// Covered by the run of a later ping of the same feed.
        case coalesced
        /// Not a calendar's action.
        case notCalendar = "not_calendar"
        /// Google's greeting after a channel was made.
        case handshake
        /// The feed or link that it speaks of is no more.
        case unknownFeed = "unknown_feed"
        case unknownLink = "unknown_link"
        /// The Google account must be connected again by its owner.
        case reconnectNeeded = "reconnect_needed"
        /// The Google calendar is gone or no longer shared with the account.
        case calendarUnavailable = "calendar_unavailable"
        /// A mass removal waits for the owner's answer; everything else was done.
        case brake
        /// The owner has paused the link: it is remembered, and done when the link is resumed.
        case paused
        /// Another worker reads the feed.
        case busy
        /// A remote system or the store did not do it now.
        case temporaryFailure = "temporary_failure"
        /// Google limits the account for hours.
        case quotaExceeded = "quota_exceeded"
        /// It failed again and again; it is tried later.
        case retriesExhausted = "retries_exhausted"
        /// An earlier record of the same key is parked, and order is kept.
        case behindParked = "behind_parked"
        /// Can never be handled: see the dead letter.
        case deadLetter = "dead_letter"
    }

    public struct Source: Hashable, Codable, Sendable {
        public let topic: String
        public let partition: Int32
        public let offset: Int64
        public let eventId: String

        public init(_ position: RecordPosition, eventId: String) {
            topic = position.topicPartition.topic
            partition = position.topicPartition.partition
            offset = position.offset
            self.eventId = eventId
        }
    }

    public var outcome: Outcome
    public var reason: Reason?
    public var source: Source
    public var subject: ResultSubject
    public var effects: [SyncEffect]
    /// How many effects there were besides those listed; nil: none.
    public var omittedEffects: Int?
    /// Short codes, such as `timeAdjusted`.
    public var notes: [String]
    /// What an audit found.
    public var audit: [FeedAudit.Link]?
    public var receivedAt: String
    public var handledAt: String

    public init(
        outcome: Outcome, reason: Reason?, source: Source, subject: ResultSubject, effects: [SyncEffect] = [],
        notes: [String] = [], receivedAt: Date, handledAt: Date
    ) {
        self.outcome = outcome
        self.reason = reason
        self.source = source
        self.subject = subject
        self.effects = Array(effects.prefix(Self.mostEffects))
        omittedEffects = effects.count > Self.mostEffects ? effects.count - Self.mostEffects : nil
        self.notes = notes
        self.receivedAt = receivedAt.rfc3339
        self.handledAt = handledAt.rfc3339
    }

    /// The result record. Its id follows from the input's event id, so that a replay publishes the same id again; a parked
    /// input has a second, final result.
    public func record(topics: Topics) throws -> OutgoingRecord {
        let kind = outcome == .parked ? "parked" : "final"
        let event = CloudEvent(
            id: Digest.text(["result", kind, source.eventId], length: 26), source: "/calsync", type: Self.eventType,
            time: Date(rfc3339: handledAt))
        return OutgoingRecord(
            topic: topics.results, key: Array((subject.key ?? source.eventId).utf8), value: try WireJSON.encode(self),
            headers: event.headers)
    }
}
