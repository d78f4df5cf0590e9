public import Foundation
public import Records

/// One reason to read a feed: a push of Google's, or one of our own.
public struct GooglePing: EventPayload, Codable, Hashable {
    public static let eventType = "com.calsync.google-ping.v1"

    public enum Trigger: String, Codable, Sendable {
        case push, poll, link, audit, manual
    }

    public enum ResourceState: String, Codable, Sendable {
        /// The handshake after a channel was made.
        case sync
        case exists
        case notExists = "not_exists"
    }

    private enum CodingKeys: String, CodingKey {
        case feedId, trigger, channelId, messageNumber, resourceState, receivedAt, resourceId, repair
    }

    public let feedId: String
    public let trigger: Trigger
    public let channelId: String?
    public let messageNumber: Int64?
    public let resourceState: ResourceState?
    public let receivedAt: String?
    /// Google's id of the watched calendar: without it a channel that nobody knows could not be stopped.
    public let resourceId: String?
    /// For an audit: whether what is found is put right.
    public let repair: Bool?

    public init(
        feedId: String, trigger: Trigger, channelId: String? = nil, messageNumber: Int64? = nil,
        resourceState: ResourceState? = nil, receivedAt: Date? = nil, resourceId: String? = nil,
        repair: Bool? = nil
    ) {
        self.feedId = feedId
        self.trigger = trigger
        self.channelId = channelId
        self.messageNumber = messageNumber
        self.resourceState = resourceState
        self.receivedAt = receivedAt?.rfc3339
        self.resourceId = resourceId
        self.repair = repair
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        feedId = try values.decodeID(forKey: .feedId)
        trigger = try values.decode(Trigger.self, forKey: .trigger)
        channelId = try values.decodeIfPresent(String.self, forKey: .channelId)
        messageNumber = try values.decodeIfPresent(Int64.self, forKey: .messageNumber)
        resourceState = try values.decodeIfPresent(ResourceState.self, forKey: .resourceState)
        receivedAt = try values.decodeIfPresent(String.self, forKey: .receivedAt)
        resourceId = try values.decodeIfPresent(String.self, forKey: .resourceId)
        repair = try values.decodeIfPresent(Bool.self, forKey: .repair)
    }

    /// - Parameter id: the event's id; pings of Google's are told apart by channel and message number.
    public func record(id: String, at time: Date, topics: Topics) throws -> OutgoingRecord {
        OutgoingRecord(
            topic: topics.googlePings, key: Array(feedId.utf8), value: try WireJSON.encode(self),
            headers: CloudEvent(id: id, source: "/calsync", type: Self.eventType, time: time).headers)
    }
}
