import Foundation
public import Records

/// A dead letter as it stands in its topic.
public struct ReadDeadLetter: Hashable, Sendable {
    public let record: ConsumedRecord
    public let source: RecordPosition
    public let reason: String
    public let field: String?
    public let detail: String
    public let accountId: String?
    public let classId: String?
    /// The source's own headers, without those that tell why it is here.
    public let sourceHeaders: RecordHeaders
    public let sourceTimestamp: Int64?

    /// Nil where the record is no dead letter of ours.
    public init?(_ record: ConsumedRecord) {
        let headers = record.headers
        // The source's own come first, and may hold anything.
        guard let own = headers.all.lastIndex(where: { $0.name == "calsync.error.reason" }),
            let reason = headers["calsync.error.reason"], let topic = headers["calsync.source.topic"],
            let partition = headers["calsync.source.partition"].flatMap({ Int32($0) }),
            let offset = headers["calsync.source.offset"].flatMap({ Int64($0) })
        else { return nil }
        let subject = DeadLetterSubject(record)
        let ours = RecordHeaders(Array(headers.all[own...]))
        self.record = record
        self.reason = reason
        source = RecordPosition(topicPartition: TopicPartition(topic: topic, partition: partition), offset: offset)
        field = ours["calsync.error.field"]
        detail = ours["calsync.error.detail"] ?? ""
        accountId = subject.accountId
        classId = subject.classId
        sourceHeaders = RecordHeaders(Array(headers.all[..<own]))
        sourceTimestamp = ours["calsync.source.timestamp"].flatMap { Int64($0) }
    }

    public var note: DeadLetterNote {
        DeadLetterNote(
            source: source, accountId: accountId, classId: classId, reason: reason,
            writtenAt: record.timestamp(or: .distantPast))
    }

    /// The source as it was, to the byte; with its own time as well, for a ping of Kartra's has no other.
    public var replay: OutgoingRecord {
        OutgoingRecord(
            topic: source.topicPartition.topic, key: record.key, value: record.value, headers: sourceHeaders,
            timestampMilliseconds: sourceTimestamp)
    }
}
