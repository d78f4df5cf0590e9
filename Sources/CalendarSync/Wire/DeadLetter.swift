public import Foundation
public import Records

/// An input that can never be handled: its bytes untouched, the reason and where it came from in headers.
public enum DeadLetter {
    public static func record(of source: ConsumedRecord, because rejection: Rejection, topics: Topics) -> OutgoingRecord
    {
        var headers = source.headers
        headers.append("calsync.error.reason", rejection.reason.rawValue)
        if let field = rejection.field { headers.append("calsync.error.field", field) }
        headers.append("calsync.error.detail", rejection.detail)
        headers.append("calsync.source.topic", source.topicPartition.topic)
        headers.append("calsync.source.partition", String(source.topicPartition.partition))
        headers.append("calsync.source.offset", String(source.offset))
        if let timestamp = source.timestampMilliseconds {
            headers.append("calsync.source.timestamp", String(timestamp))
        }
        return OutgoingRecord(topic: topics.deadLetters, key: source.key, value: source.value, headers: headers)
    }
}

extension DeadLetter {
    /// What the store keeps of it.
    /// - Parameter subject: of a handler that has read it; nil: its bytes are asked.
    public static func note(
        of source: ConsumedRecord, because rejection: Rejection, subject: ResultSubject?, at time: Date
    ) -> DeadLetterNote {
        let read = DeadLetterSubject(source)
        return DeadLetterNote(
            source: source.position, accountId: subject?.accountId ?? read.accountId,
            classId: subject?.classId ?? read.classId, reason: rejection.reason.rawValue, writtenAt: time)
    }
}
