public import Foundation
public import Records

/// A block as it now stands, on the compacted topic; a tombstone when it is gone.
public struct BusyBlockRecord: Hashable, Codable, Sendable {
    public static let eventType = "com.calsync.busy-block.v1"

    public let blockId: String
    public let accountId: String
    public let calendarId: String
    public let classId: String
    public let startsAt: String
    public let endsAt: String
    public let allDay: Bool
    public let timeZone: String
    public let origin: String
    public let revision: Int64

    public init(_ stored: StoredBlock) {
        let block = stored.block
        let zone = TimeZone(identifier: block.timeZone) ?? .gmt
        blockId = block.blockId
        accountId = block.accountId
        calendarId = block.calendarId
        classId = block.classId
        startsAt = block.interval.startsAt.rfc3339(in: zone)
        endsAt = block.interval.endsAt.rfc3339(in: zone)
        allDay = block.interval.allDay
        timeZone = block.timeZone
        origin = "google"
        revision = stored.revision
    }

    public func record(at time: Date, topics: Topics) throws -> OutgoingRecord {
        Self.record(blockId: blockId, revision: revision, value: try WireJSON.encode(self), at: time, topics: topics)
    }

    /// Tells that the block is gone.
    public static func tombstone(of stored: StoredBlock, at time: Date, topics: Topics) -> OutgoingRecord {
        record(blockId: stored.block.blockId, revision: stored.revision, value: nil, at: time, topics: topics)
    }

    private static func record(
        blockId: String, revision: Int64, value: [UInt8]?, at time: Date, topics: Topics
    ) -> OutgoingRecord {
        // With the time: a block that went and came back counts its revisions from the start.
        let milliseconds = Int64((time.timeIntervalSince1970 * 1_000).rounded())
        let event = CloudEvent(
            id: "\(blockId)-\(revision)-\(milliseconds)", source: "/calsync", type: eventType, time: time)
        return OutgoingRecord(
            topic: topics.busyBlocks, key: Array(blockId.utf8), value: value, headers: event.headers)
    }
}
