public import Foundation
public import Records

/// The attributes of CloudEvents 1.0 that we write and read.
public struct CloudEvent: Hashable, Sendable {
    public let id: String
    public let source: String
    public let type: String
    public let time: Date?

    public init(id: String, source: String, type: String, time: Date?) {
        self.id = id
        self.source = source
        self.type = type
        self.time = time
    }

    /// Kafka protocol binding, binary content mode: attributes as `ce_` headers, the data as the value.
    public var headers: RecordHeaders {
        var headers: RecordHeaders = [
            "ce_specversion": "1.0", "ce_id": id, "ce_source": source, "ce_type": type,
            "content-type": "application/json",
        ]
        if let time { headers.append("ce_time", time.rfc3339) }
        if let trace = TraceContext.current { headers.append(TraceContext.header, trace.header) }
        return headers
    }

    /// The attributes of a record in binary mode; nil where it is not a CloudEvent in that mode.
    public init?(binary record: ConsumedRecord) {
        guard let type = record.headers["ce_type"] else { return nil }
        // An empty id would make every event a repetition of the last.
        let id = record.headers["ce_id"].flatMap { $0.isEmpty ? nil : $0 }
        self.init(
            id: id ?? record.eventId, source: record.headers["ce_source"] ?? "", type: type,
            time: record.headers["ce_time"].flatMap { Date(rfc3339: $0) })
    }

    /// Whether the record is a CloudEvent in structured mode: attributes and data together in the value.
    public static func isStructured(_ record: ConsumedRecord) -> Bool {
        record.headers["content-type"]?.lowercased().hasPrefix("application/cloudevents+json") ?? false
    }
}

extension ConsumedRecord {
    public var position: RecordPosition { RecordPosition(topicPartition: topicPartition, offset: offset) }

    /// The identity of the fact where the record names none: the place at which it was delivered.
    public var eventId: String { "\(topicPartition.topic)-\(topicPartition.partition)-\(offset)" }

    /// When the record was written; the given time where the record has none.
    public func timestamp(or fallback: Date) -> Date {
        timestampMilliseconds.map { Date(timeIntervalSince1970: TimeInterval($0) / 1_000) } ?? fallback
    }
}
