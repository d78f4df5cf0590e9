import CalendarSync
import Foundation
import Records
import Testing

@Suite struct GooglePingTests {
    private let received = Date(timeIntervalSince1970: 1_796_112_900)

    @Test func pushSaysWhatGoogleSaid() throws {
        let ping = GooglePing(
            feedId: "feed1", trigger: .push, channelId: "channel-1", messageNumber: 7, resourceState: .exists,
            receivedAt: received)
        let record = try ping.record(id: "channel-1-7", at: received, topics: Topics(prefix: "eu."))
        try RecordSamples.keep(.googlePing, record)
        #expect(record.topic == "eu.google.pings")
        #expect(record.key == Array("feed1".utf8))
        #expect(record.headers["ce_type"] == "com.calsync.google-ping.v1")
        #expect(
            String(decoding: try #require(record.value), as: UTF8.self) == """
                {"channelId":"channel-1","feedId":"feed1","messageNumber":7,"receivedAt":"2026-12-01T08:15:00Z",\
                "resourceState":"exists","trigger":"push"}
                """)
        let read = try GooglePing.read(Sample.consumed(record))
        #expect(read.id == "channel-1-7" && read.payload == ping)
    }

    @Test(arguments: [GooglePing.Trigger.poll, .link, .audit, .manual])
    func ourOwnSayWhy(trigger: GooglePing.Trigger) throws {
        let record = try GooglePing(feedId: "feed1", trigger: trigger).record(id: "i", at: received, topics: Topics())
        try RecordSamples.keep(.googlePing, record)
        #expect(record.value == Array(#"{"feedId":"feed1","trigger":"\#(trigger.rawValue)"}"#.utf8))
        #expect(try GooglePing.read(Sample.consumed(record)).payload.trigger == trigger)
    }

    @Test func handshakeAndDisappearanceHaveGooglesNames() {
        #expect(GooglePing.ResourceState(rawValue: "sync") == .sync)
        #expect(GooglePing.ResourceState(rawValue: "not_exists") == .notExists)
    }

    @Test(arguments: ["feed\\u0000", "", String(repeating: "f", count: 129)])
    func aFeedThatIsNoIdIsRejected(feed: String) throws {
        let value = Array(#"{"feedId":"\#(feed)","trigger":"poll"}"#.utf8)
        let rejection = try #require(throws: Rejection.self) { try GooglePing.read(Sample.consumed(value)) }
        #expect(rejection.reason == .invalidValue && rejection.field == "feedId")
    }

    @Test func inAStructuredEventTheFieldIsNamedAsItStands() throws {
        let value = Array(
            #"{"id":"i","type":"com.calsync.google-ping.v1","data":{"feedId":"f\n","trigger":"poll"}}"#.utf8)
        let record = Sample.consumed(value, headers: ["content-type": "application/cloudevents+json"])
        let rejection = try #require(throws: Rejection.self) { try GooglePing.read(record) }
        #expect(rejection.field == "data.feedId" && rejection.detail == "has a control character")
    }

    @Test func unknownTriggerIsRejected() throws {
        let value = Array(#"{"feedId":"feed1","trigger":"whim"}"#.utf8)
        let rejection = try #require(throws: Rejection.self) { try GooglePing.read(Sample.consumed(value)) }
        #expect(rejection.reason == .invalidValue && rejection.field == "trigger")
    }
}
