public import Foundation
public import Records

/// Work asked for by the set-up or by the scheduler.
public struct SyncCommand: EventPayload, Codable, Hashable {
    public static let eventType = "com.calsync.command.v1"

    public enum Name: String, Codable, Sendable {
        case linkMade = "link.made"
        case linkChanged = "link.changed"
        /// Carry out the unlinking that the store has of the class.
        case linkRemoved = "link.removed"
        /// Carry out the disconnection that the store has of the integration.
        case integrationRemoved = "integration.removed"
        case resync
        /// Take out the blocks of a link whose Google calendar could not be read for as long as its owner allows.
        case releaseBlocks = "blocks.release"
        /// Look whether a mirror event stands as it was written: its calendar's list says otherwise.
        case mirrorCheck = "mirror.check"
        /// Look what became of writes that were begun for a booking and not reported done.
        case bookingFinish = "booking.finish"
        /// Take up the parked records of `key` again.
        case unpark
    }

    private enum CodingKeys: String, CodingKey {
        case command, accountId, classId, integrationId, key, subscriptionId, eventId, requestedAt
    }

    /// In bytes: two ids and what stands before them, or the place of a record.
    private static let longestKey = 512

    public let command: Name
    /// Nil for `unpark`, which speaks of a key.
    public let accountId: String?
    public let classId: String?
    /// For `integrationRemoved`.
    public let integrationId: String?
    public let key: String?
    /// For `mirror.check` and `booking.finish`.
    public let subscriptionId: String?
    /// For `mirror.check`: in Google.
    public let eventId: String?
    public let requestedAt: String

    public init(
        _ command: Name, accountId: String? = nil, classId: String? = nil, integrationId: String? = nil,
        key: String? = nil, subscriptionId: String? = nil, eventId: String? = nil, requestedAt: Date
    ) {
        self.command = command
        self.accountId = accountId
        self.classId = classId
        self.integrationId = integrationId
        self.key = key
        self.subscriptionId = subscriptionId
        self.eventId = eventId
        self.requestedAt = requestedAt.rfc3339
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        command = try values.decode(Name.self, forKey: .command)
        accountId = try values.decodeIDIfPresent(forKey: .accountId)
        classId = try values.decodeIDIfPresent(forKey: .classId)
        integrationId = try values.decodeIDIfPresent(forKey: .integrationId)
        key = try values.decodeIDIfPresent(forKey: .key, longest: Self.longestKey)
        subscriptionId = try values.decodeIDIfPresent(forKey: .subscriptionId)
        eventId = try values.decodeIDIfPresent(forKey: .eventId)
        requestedAt = try values.decode(String.self, forKey: .requestedAt)
    }

    public func record(id: String, at time: Date, topics: Topics) throws -> OutgoingRecord {
        OutgoingRecord(
            topic: topics.commands,
            key: Array((subscriptionId ?? classId ?? integrationId ?? key ?? accountId ?? "").utf8),
            value: try WireJSON.encode(self),
            headers: CloudEvent(id: id, source: "/calsync", type: Self.eventType, time: time).headers)
    }
}
