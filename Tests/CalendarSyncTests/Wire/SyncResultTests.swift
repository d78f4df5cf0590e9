import CalendarSync
import Foundation
import Records
import Testing

@Suite struct SyncResultTests {
    private func result(
        _ outcome: SyncResult.Outcome, _ reason: SyncResult.Reason? = nil, subject: ResultSubject = ResultSubject(),
        effects: [SyncEffect] = [], notes: [String] = [], offset: Int64 = 118, eventId: String = "evt-1"
    ) -> SyncResult {
        let place = RecordPosition(
            topicPartition: TopicPartition(topic: "kartra.appointments", partition: 3), offset: offset)
        let received = Date(timeIntervalSince1970: 1_796_112_900)
        return SyncResult(
            outcome: outcome, reason: reason, source: SyncResult.Source(place, eventId: eventId), subject: subject,
            effects: effects, notes: notes, receivedAt: received, handledAt: received.addingTimeInterval(0.112))
    }

    private func json(_ record: OutgoingRecord) throws -> String {
        try RecordSamples.keep(.result, record)
        return String(decoding: try #require(record.value), as: UTF8.self)
    }

    @Test func fullResultIsExact() throws {
        let effect = SyncEffect(
            .mirrorInserted, target: .google, calendarId: "host@example.com", remoteId: "0a1b", generation: 0,
            status: 200, attempts: 1, latencyMilliseconds: 112)
        let subject = ResultSubject(Sample.booking([]))
        let record = try result(.succeeded, subject: subject, effects: [effect], notes: ["timeAdjusted"])
            .record(topics: Topics())
        #expect(
            try json(record) == """
                {"accountId":"42","calendarId":"77","classId":"310","effects":[{"attempts":1,\
                "calendarId":"host@example.com","generation":0,"kind":"mirror.inserted","latencyMilliseconds":112,\
                "remoteId":"0a1b","status":200,"target":"google"}],"feedId":null,"handledAt":"2026-12-01T08:15:00.112Z","notes":["timeAdjusted"],\
                "outcome":"succeeded","reason":null,"receivedAt":"2026-12-01T08:15:00Z","source":{"eventId":"evt-1",\
                "offset":118,"partition":3,"topic":"kartra.appointments"},"subscriptionId":"9001"}
                """)
        #expect(record.topic == "calsync.results")
        #expect(record.key == Array("42/9001".utf8))
        #expect(record.headers["ce_type"] == "com.calsync.result.v1")
        #expect(record.headers["ce_time"] == "2026-12-01T08:15:00.112Z")
    }

    @Test func moreEffectsThanARecordHoldsAreCounted() throws {
        let effects = (0..<75_000).map { number in
            SyncEffect(
                .blockWritten, target: .kartra, calendarId: "77", remoteId: "0123456789abcdefghijklmnopq\(number)",
                attempts: 1, latencyMilliseconds: 1_000)
        }
        let result = result(.succeeded, effects: effects)
        #expect(result.effects.count == 1_000 && result.omittedEffects == 74_000)
        let record = try result.record(topics: Topics())
        #expect(try #require(record.value).count < 500_000)
        #expect(try json(record).contains(#""omittedEffects":74000"#))
    }

    @Test func everyKeyIsThereWhenNothingIsKnown() throws {
        let record = try result(.rejected, .deadLetter).record(topics: Topics(prefix: "eu."))
        #expect(
            try json(record) == """
                {"accountId":null,"calendarId":null,"classId":null,"effects":[],"feedId":null,\
                "handledAt":"2026-12-01T08:15:00.112Z","notes":[],"outcome":"rejected","reason":"dead_letter",\
                "receivedAt":"2026-12-01T08:15:00Z","source":{"eventId":"evt-1","offset":118,"partition":3,\
                "topic":"kartra.appointments"},"subscriptionId":null}
                """)
        #expect(record.topic == "eu.calsync.results")
        #expect(record.key == Array("evt-1".utf8))
    }

    /// The id follows from the input's event id alone; worked out with another implementation.
    @Test func idsAreDeterministicAndTellParkedFromFinal() throws {
        func id(_ result: SyncResult) throws -> String? { try result.record(topics: Topics()).headers["ce_id"] }
        #expect(try id(result(.succeeded)) == "b5dodt7op4h16ro4bqdjfe4io6")
        #expect(try id(result(.skipped, .unchanged, offset: 200)) == "b5dodt7op4h16ro4bqdjfe4io6")
        #expect(try id(result(.parked, .quotaExceeded)) == "61f5uk927i7fe9l4s5aaom9stk")
        #expect(try id(result(.succeeded, eventId: "evt-2")) != "b5dodt7op4h16ro4bqdjfe4io6")
    }

    @Test func isReadBack() throws {
        let results = [
            result(.succeeded, subject: ResultSubject(accountId: "42", feedId: "feed1")),
            result(.parked, .reconnectNeeded, subject: ResultSubject(accountId: "42", classId: "310"), notes: ["a"]),
            result(.skipped, .coalesced), result(.skipped, .classNotLinked), result(.skipped, .stale),
        ]
        for result in results {
            let record = try result.record(topics: Topics())
            _ = try json(record)
            let read = try InputDecoder.decode(SyncResult.self, from: record.value)
            #expect(read == result)
        }
    }

    @Test func subjectIsKeyedByItsEntity() {
        #expect(ResultSubject(Sample.booking([])).key == "42/9001")
        #expect(ResultSubject(accountId: "42", classId: "310", feedId: "feed1").key == "feed1")
        #expect(ResultSubject(accountId: "42", classId: "310").key == "42/310")
        #expect(ResultSubject(accountId: "42").key == "42")
        #expect(ResultSubject().key == nil)
    }
}
