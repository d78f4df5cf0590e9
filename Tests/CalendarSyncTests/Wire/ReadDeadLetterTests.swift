import CalendarSync
import Foundation
import Records
import Testing

@Suite struct ReadDeadLetterTests {
    private func letter(
        _ value: String?, headers: RecordHeaders = [:], rejection: Rejection = Rejection(.notJSON, detail: "no")
    ) throws -> ReadDeadLetter {
        let source = ConsumedRecord(
            topicPartition: TopicPartition(topic: "kartra.appointments", partition: 3), offset: 118,
            timestampMilliseconds: 1_790_000_000_123, key: Array("k".utf8), value: value.map { Array($0.utf8) },
            headers: headers)
        let written = DeadLetter.record(of: source, because: rejection, topics: Topics())
        let read = ConsumedRecord(
            topicPartition: TopicPartition(topic: written.topic, partition: 0), offset: 5,
            timestampMilliseconds: 1_790_000_001_000, key: written.key, value: written.value, headers: written.headers)
        return try #require(ReadDeadLetter(read))
    }

    @Test func aReplayIsTheSourceToTheByte() throws {
        // A source may hold anything, a header that looks like ours included.
        let headers: RecordHeaders = ["a": "1", "calsync.error.reason": "theirs", "b": "2"]
        let letter = try letter("{", headers: headers)
        #expect(letter.reason == "not_json")
        #expect(letter.replay.headers == headers)
        #expect(letter.replay.topic == "kartra.appointments")
        #expect(letter.replay.key == Array("k".utf8))
        #expect(letter.replay.value == Array("{".utf8))
        #expect(letter.replay.timestampMilliseconds == 1_790_000_000_123)
        #expect(letter.source.offset == 118)
    }

    @Test func aNullValueStaysNull() throws {
        #expect(try letter(nil).replay.value == nil)
    }

    @Test(arguments: [
        #"{"accountId":"42","classId":310}"#, #"{"type":"x","data":{"accountId":42,"classId":"310","sessions":7}}"#,
    ]) func accountAndClassAreReadFromWhatCanBeRead(value: String) throws {
        let letter = try letter(value)
        #expect(letter.accountId == "42")
        #expect(letter.classId == "310")
    }

    @Test func ofKartrasPingTheHeaderNamesTheAccount() throws {
        let ping = #"{"action":"calendar_subscribe","action_details":{"calendar":{"class_id":"310"}}}"#
        let letter = try letter(ping, headers: ["kartra_account_id": "42"])
        #expect(letter.accountId == "42")
        #expect(letter.classId == "310")
    }

    @Test(arguments: ["4\u{0}2", "4\n2", "", String(repeating: "4", count: 129)])
    func anAccountThatIsNoIdIsUnknown(account: String) throws {
        let letter = try letter("{", headers: ["kartra_account_id": account])
        #expect(letter.accountId == nil)
        #expect(letter.sourceHeaders["kartra_account_id"] == account, "the letter keeps what came")
    }

    @Test(arguments: ["", "[]", "7", #"{"accountId":{}}"#, "\u{0}"]) func ofOtherBytesNothingIsKnown(value: String)
        throws
    {
        let letter = try letter(value)
        #expect(letter.accountId == nil)
        #expect(letter.classId == nil)
    }

    @Test func whatIsNoDeadLetterIsNone() {
        #expect(
            ReadDeadLetter(
                ConsumedRecord(
                    topicPartition: TopicPartition(topic: "t", partition: 0), offset: 0, timestampMilliseconds: nil,
                    key: nil, value: nil, headers: ["calsync.error.reason": "x"])) == nil)
    }
}
