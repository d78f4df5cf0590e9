import CalendarSync
import Records
import Testing

@Suite struct DeadLetterTests {
    private let rejection = Rejection(.invalidValue, field: "sessions[0].startsAt", detail: "is not a local time")

    @Test func keepsBytesKeyAndHeadersAndAddsTheReason() throws {
        var headers = RecordHeaders([RecordHeaders.Header(name: "trace", value: nil)])
        headers.append("trace", "two")
        let value: [UInt8] = [0xff, 0x00, 0x7b]
        let source = Sample.consumed(value, headers: headers, key: [0xfe])
        let letter = DeadLetter.record(of: source, because: rejection, topics: Topics(prefix: "eu."))
        try RecordSamples.keep(.deadLetter, letter)
        #expect(letter.topic == "eu.calsync.dead-letters")
        #expect(letter.value == value && letter.key == [0xfe])
        #expect(Array(letter.headers.all.prefix(2)) == headers.all)
        let added = letter.headers.all.dropFirst(2).map { "\($0.name)=\(letter.headers[$0.name] ?? "")" }
        #expect(
            added == [
                "calsync.error.reason=invalid_value", "calsync.error.field=sessions[0].startsAt",
                "calsync.error.detail=is not a local time", "calsync.source.topic=kartra.appointments",
                "calsync.source.partition=3", "calsync.source.offset=118", "calsync.source.timestamp=1796000000000",
            ])
    }

    @Test func leavesOutWhatThereIsNot() throws {
        let source = Sample.consumed(nil, timestamp: nil)
        let letter = DeadLetter.record(
            of: source, because: Rejection(.nullValue, detail: "the record has no value"), topics: Topics())
        try RecordSamples.keep(.deadLetter, letter)
        #expect(letter.value == nil && letter.key == nil)
        #expect(letter.headers["calsync.error.field"] == nil && letter.headers["calsync.source.timestamp"] == nil)
        #expect(letter.headers["calsync.error.reason"] == "null_value")
    }

    @Test func rejectedBookingBecomesALetterThatNamesItsField() throws {
        let value = BookingJSON().with("timeZone", #""EST""#).bytes
        let source = Sample.consumed(value)
        let rejection = try #require(throws: Rejection.self) { try BookingEvent.read(source) }
        let letter = DeadLetter.record(of: source, because: rejection, topics: Topics())
        try RecordSamples.keep(.deadLetter, letter)
        #expect(letter.headers["calsync.error.field"] == "timeZone" && letter.value == value)
    }

    @Test func letterThatIsPlayedAgainAndFailsTellsTheLatestReason() {
        let first = DeadLetter.record(of: Sample.consumed([1]), because: rejection, topics: Topics())
        let second = DeadLetter.record(
            of: Sample.consumed(first), because: Rejection(.notJSON, detail: "x"), topics: Topics())
        #expect(second.headers["calsync.error.reason"] == "not_json")
        #expect(second.headers["calsync.source.topic"] == "calsync.dead-letters")
    }
}
