import CalendarSync
import Foundation
import Records
import Testing

@Suite struct TraceContextTests {
    private let given = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    private func record(_ headers: RecordHeaders, offset: Int64 = 0) -> ConsumedRecord {
        ConsumedRecord(
            topicPartition: TopicPartition(topic: "t", partition: 0), offset: offset, timestampMilliseconds: nil,
            key: nil, value: nil, headers: headers)
    }

    @Test func whatComesWithARecordIsKept() {
        let context = TraceContext(of: record(["traceparent": given]))
        #expect(context.header == given)
        #expect(context.traceId == "4bf92f3577b34da6a3ce929d0e0e4736")
    }

    @Test(arguments: [
        "", "00-0-0-01", "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
        "00-4bf92f3577b34da6a3ce929d0e0e473\n-00f067aa0ba902b7-01",
    ]) func whatIsNoneIsReplacedByOneOfItsPlace(header: String) {
        let context = TraceContext(of: record(["traceparent": header]))
        #expect(TraceContext(header: context.header) == context)
        #expect(context == TraceContext(of: record([:])))
        #expect(context != TraceContext(of: record([:], offset: 1)))
    }

    @Test func everyEventWrittenMeanwhileCarriesIt() throws {
        let event = CloudEvent(id: "1", source: "/calsync", type: "t", time: nil)
        #expect(event.headers["traceparent"] == nil)
        let context = try #require(TraceContext(header: given))
        TraceContext.$current.withValue(context) { #expect(event.headers["traceparent"] == given) }
    }
}
