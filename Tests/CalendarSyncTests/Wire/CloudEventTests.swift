import CalendarSync
import Foundation
import Records
import Testing

@Suite struct CloudEventTests {
    private let event = CloudEvent(
        id: "evt-1", source: "/calsync", type: "com.example.v1", time: Date(timeIntervalSince1970: 1_796_112_900))

    @Test func attributesStandInHeaders() {
        let headers: [String: String] = Dictionary(
            uniqueKeysWithValues: event.headers.all.map { ($0.name, event.headers[$0.name] ?? "") })
        #expect(
            headers == [
                "ce_specversion": "1.0", "ce_id": "evt-1", "ce_source": "/calsync", "ce_type": "com.example.v1",
                "ce_time": "2026-12-01T08:15:00Z", "content-type": "application/json",
            ])
    }

    @Test func headersAreReadBack() {
        #expect(CloudEvent(binary: Sample.consumed([], headers: event.headers)) == event)
        #expect(CloudEvent(binary: Sample.consumed([], headers: ["ce_id": "x"])) == nil)
        let bare = CloudEvent(binary: Sample.consumed([], headers: ["ce_type": "t", "ce_time": "yesterday"]))
        #expect(bare == CloudEvent(id: "kartra.appointments-3-118", source: "", type: "t", time: nil))
    }

    @Test func timestampFallsBack() {
        let now = Date(timeIntervalSince1970: 7)
        #expect(Sample.consumed([], timestamp: 1_500).timestamp(or: now) == Date(timeIntervalSince1970: 1.5))
        #expect(Sample.consumed([], timestamp: nil).timestamp(or: now) == now)
    }
}
