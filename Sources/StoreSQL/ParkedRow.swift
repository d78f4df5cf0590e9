import CalendarSync
import Foundation
import Records

/// A parked record as a row: bytes stay bytes, and a null value stays apart from an empty one.
enum ParkedRow {
    private struct Header: Codable {
        let name: String
        let value: Data?
    }

    private static let time = "time"
    private static let reconnect = "reconnect:"

    static func position(of record: ConsumedRecord) -> [SQLValue] {
        [
            .text(record.topicPartition.topic), .integer(Int64(record.topicPartition.partition)),
            .integer(record.offset),
        ]
    }

    /// In the order in which `SQLStore.park` names the columns.
    static func values(of parked: ParkedRecord) throws -> [SQLValue] {
        let record = parked.record
        let headers = record.headers.all.map { Header(name: $0.name, value: $0.value.map { Data($0) }) }
        return position(of: record) + [
            .integer(orNull: record.timestampMilliseconds), .text(parked.key), .text(orNull: parked.accountId),
            .text(orNull: parked.classId), .blob(orNull: record.key), .blob(orNull: record.value),
            try StoredBody.encode(headers),
            .text(parked.reason.rawValue), .text(text(parked.condition)), .date(parked.parkedAt), .date(parked.dueAt),
        ]
    }

    static func record(_ row: SQLRow) throws -> ParkedRecord {
        let table = "parked_records"
        guard let topic = row.text("source_topic"), let offset = row.integer("source_offset"),
            let partition = row.integer("source_partition").flatMap({ Int32(exactly: $0) })
        else { throw StoreError.corrupt(table: table, key: "") }
        let topicPartition = TopicPartition(topic: topic, partition: partition)
        let place = RecordPosition(topicPartition: topicPartition, offset: offset).description
        let headers = try StoredBody.decode([Header].self, from: row, column: "headers", table: table, key: place)
        guard let key = row.text("parked_key"), let parkedAt = row.date("parked_at"), let dueAt = row.date("due_at"),
            let reason = row.text("reason").flatMap({ SyncResult.Reason(rawValue: $0) }),
            let condition = row.text("waits_for").flatMap(condition)
        else { throw StoreError.corrupt(table: table, key: place) }
        return ParkedRecord(
            key: key, accountId: row.text("account_id"), classId: row.text("class_id"),
            record: ConsumedRecord(
                topicPartition: topicPartition, offset: offset,
                timestampMilliseconds: row.integer("source_timestamp"), key: row.blob("record_key"),
                value: row.blob("record_value"),
                headers: RecordHeaders(headers.map { .init(name: $0.name, value: $0.value.map { Array($0) }) })),
            reason: reason, condition: condition, parkedAt: parkedAt, dueAt: dueAt)
    }

    static func text(_ condition: ParkingCondition) -> String {
        switch condition {
        case .time: time
        case .reconnect(let integrationId): reconnect + integrationId
        }
    }

    private static func condition(_ text: String) -> ParkingCondition? {
        if text == time { return .time }
        guard text.hasPrefix(reconnect) else { return nil }
        return .reconnect(integrationId: String(text.dropFirst(reconnect.count)))
    }
}
