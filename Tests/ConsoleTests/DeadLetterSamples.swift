import CalendarSync
import Foundation
import Records

@testable import Console

/// Dead letters as workers write them.
enum DeadLetterSamples {
    static let topics = Topics(prefix: "t.")
    /// What a lead is called, in whatever a producer may put it.
    static let secret = "Zebedee"

    /// The letter of an input at this offset, written so many seconds before now.
    static func record(
        _ offset: Int64, account: String = "42", classId: String = "310", reason: Rejection.Reason = .invalidValue,
        age: TimeInterval = 60, headers: RecordHeaders = [:]
    ) -> ConsumedRecord {
        let source = ConsumedRecord(
            topicPartition: TopicPartition(topic: topics.appointments, partition: 3), offset: offset,
            timestampMilliseconds: 1_795_000_000_000, key: Array("\(secret)-\(offset)".utf8),
            value: Array(
                #"{"accountId":"\#(account)","classId":"\#(classId)","lead":{"firstName":"\#(secret)"}}"#.utf8),
            headers: headers)
        let rejection = Rejection(reason, field: "sessions[0].startsAt", detail: "is not a local time <b>")
        let letter = DeadLetter.record(of: source, because: rejection, topics: topics)
        return ConsumedRecord(
            topicPartition: TopicPartition(topic: topics.deadLetters, partition: 0), offset: offset,
            timestampMilliseconds: Int64((RunningConsole.now.timeIntervalSince1970 - age) * 1_000), key: letter.key,
            value: letter.value, headers: letter.headers)
    }

    static func name(_ offset: Int64) -> String { "\(topics.appointments)-3-\(offset)" }
}
