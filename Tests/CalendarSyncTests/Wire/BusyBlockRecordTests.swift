import CalendarSync
import Foundation
import Records
import Testing

@Suite struct BusyBlockRecordTests {
    private let now = Date(timeIntervalSince1970: 1_796_112_900)

    private func stored(
        from start: String, to end: String, allDay: Bool = false, zone: String = "America/Denver", revision: Int64 = 2
    ) throws -> StoredBlock {
        let interval = BusyInterval(
            startsAt: try Sample.instant(start), endsAt: try Sample.instant(end), allDay: allDay)
        let event = SourceEvent(id: "evt1", seriesId: "evt1", status: .confirmed, start: nil, end: nil)
        let block = BusyBlock(link: Sample.link(), event: event, interval: interval, timeZone: zone)
        return StoredBlock(block: block, state: .written, revision: revision)
    }

    @Test func blockIsExact() throws {
        let stored = try stored(from: "2026-12-11T16:00:00Z", to: "2026-12-11T17:00:00Z")
        let record = try BusyBlockRecord(stored).record(at: now, topics: Topics())
        try RecordSamples.keep(.busyBlock, record)
        #expect(record.topic == "kartra.busy-blocks")
        #expect(record.key == Array("68187dulr72d7crcfenh6ah5rj6m60kb".utf8))
        #expect(record.headers["ce_type"] == "com.calsync.busy-block.v1")
        #expect(
            String(decoding: try #require(record.value), as: UTF8.self) == """
                {"accountId":"42","allDay":false,"blockId":"68187dulr72d7crcfenh6ah5rj6m60kb","calendarId":"77",\
                "classId":"310","endsAt":"2026-12-11T10:00:00-07:00","origin":"google","revision":2,\
                "startsAt":"2026-12-11T09:00:00-07:00","timeZone":"America/Denver"}
                """)
    }

    @Test func allDayIsLocalMidnights() throws {
        let stored = try stored(
            from: "2026-03-08T05:00:00Z", to: "2026-03-09T04:00:00Z", allDay: true, zone: "America/New_York")
        let record = BusyBlockRecord(stored)
        try RecordSamples.keep(.busyBlock, try record.record(at: now, topics: Topics()))
        #expect(record.startsAt == "2026-03-08T00:00:00-05:00" && record.endsAt == "2026-03-09T00:00:00-04:00")
        #expect(record.allDay)
    }

    @Test func zoneThatNobodyKnowsIsWrittenInUTC() throws {
        let stored = try stored(from: "2026-12-11T16:00:00Z", to: "2026-12-11T17:00:00Z", zone: "Mars/Olympus")
        #expect(BusyBlockRecord(stored).startsAt == "2026-12-11T16:00:00Z")
    }

    @Test func tombstoneHasTheKeyAndNoValue() throws {
        let stored = try stored(from: "2026-12-11T16:00:00Z", to: "2026-12-11T17:00:00Z")
        let record = BusyBlockRecord.tombstone(of: stored, at: now, topics: Topics(prefix: "eu."))
        try RecordSamples.keep(.busyBlock, record)
        #expect(record.topic == "eu.kartra.busy-blocks")
        #expect(record.key == Array(stored.block.blockId.utf8) && record.value == nil)
    }

    /// CloudEvents: `source` and `id` together are unique for each event. A block that comes back starts at revision 1.
    @Test func blockThatCameBackIsAnotherEvent() throws {
        let block = BusyBlockRecord(
            try stored(from: "2026-12-11T16:00:00Z", to: "2026-12-11T17:00:00Z", revision: 1))
        let first = try block.record(at: now, topics: Topics())
        let again = try block.record(at: now.addingTimeInterval(60), topics: Topics())
        #expect(first.headers["ce_id"] != again.headers["ce_id"])
        #expect(first.value == again.value)
    }
}
