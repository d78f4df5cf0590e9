import CalendarSync
import Foundation
import Records
import Testing

@Suite struct SyncCommandTests {
    private let requested = Date(timeIntervalSince1970: 1_796_112_900.5)

    @Test(arguments: [
        (SyncCommand.Name.linkMade, "link.made"), (.linkChanged, "link.changed"), (.linkRemoved, "link.removed"),
        (.resync, "resync"), (.unpark, "unpark"),
    ])
    func isReadBack(name: SyncCommand.Name, text: String) throws {
        let command = SyncCommand(name, accountId: "42", classId: "310", requestedAt: requested)
        let record = try command.record(id: "cmd-1", at: requested, topics: Topics())
        try RecordSamples.keep(.command, record)
        #expect(record.topic == "calsync.commands")
        #expect(record.key == Array("310".utf8))
        #expect(
            String(decoding: try #require(record.value), as: UTF8.self) == """
                {"accountId":"42","classId":"310","command":"\(text)","requestedAt":"2026-12-01T08:15:00.500Z"}
                """)
        let read = try SyncCommand.read(Sample.consumed(record))
        #expect(read.id == "cmd-1" && read.payload == command)
    }

    @Test(arguments: ["accountId", "classId", "integrationId", "key", "subscriptionId", "eventId"])
    func anIdThatNoStoreCanHoldIsRejectedByItsName(field: String) throws {
        for id in ["a\\u0000b", "", String(repeating: "x", count: 513)] {
            let value = Array(#"{"command":"unpark","\#(field)":"\#(id)","requestedAt":"2026-12-01T08:15:00Z"}"#.utf8)
            let rejection = try #require(throws: Rejection.self) { try SyncCommand.read(Sample.consumed(value)) }
            #expect(rejection.reason == .invalidValue && rejection.field == field)
        }
    }

    @Test func theKeyOfTheLongestIdsIsRead() throws {
        let id = String(repeating: "9", count: Identifier.longest)
        let command = SyncCommand(
            .unpark, key: Booking.workKey(accountId: id, subscriptionId: id), requestedAt: requested)
        let record = try command.record(id: "c", at: requested, topics: Topics())
        #expect(try SyncCommand.read(Sample.consumed(record)).payload == command)
        let null = Array(#"{"command":"unpark","key":"k","classId":null,"requestedAt":"x"}"#.utf8)
        #expect(try SyncCommand.read(Sample.consumed(null)).payload.classId == nil)
    }

    @Test func isKeyedByClassElseParkedKeyElseAccount() throws {
        let unpark = SyncCommand(.unpark, accountId: "42", key: "42/9001", requestedAt: requested)
        let record = try unpark.record(id: "c", at: requested, topics: Topics())
        try RecordSamples.keep(.command, record)
        #expect(record.key == Array("42/9001".utf8))
        let removed = SyncCommand(
            .integrationRemoved, accountId: "42", integrationId: "in_1", requestedAt: requested)
        let ofIntegration = try removed.record(id: "c", at: requested, topics: Topics())
        try RecordSamples.keep(.command, ofIntegration)
        #expect(ofIntegration.key == Array("in_1".utf8))
        #expect(try SyncCommand.read(Sample.consumed(ofIntegration)).payload == removed)
        let bare = SyncCommand(.resync, accountId: "42", requestedAt: requested)
        #expect(try bare.record(id: "c", at: requested, topics: Topics()).key == Array("42".utf8))
    }
}
