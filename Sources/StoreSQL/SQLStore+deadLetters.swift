public import CalendarSync
public import Foundation
public import Records

extension SQLStore {
    public func note(_ letter: DeadLetterNote) async throws {
        try await change(
            """
            INSERT INTO dead_letters (source_topic, source_partition, source_offset, account_id, class_id, reason,
                written_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (source_topic, source_partition, source_offset) DO NOTHING
            """, Self.row(letter))
    }

    public func end(_ letter: DeadLetterNote, as ending: DeadLetterNote.Ending, at time: Date) async throws {
        try await change(
            """
            INSERT INTO dead_letters (source_topic, source_partition, source_offset, account_id, class_id, reason,
                written_at, ending, ended_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (source_topic, source_partition, source_offset)
            DO UPDATE SET ending = excluded.ending, ended_at = excluded.ended_at WHERE dead_letters.ending IS NULL
            """, Self.row(letter) + [.text(ending.rawValue), .date(time)])
    }

    public func endedDeadLetters(of partition: TopicPartition) async throws -> [Int64: DeadLetterNote.Ending] {
        let rows = try await all(
            """
            SELECT source_offset, ending FROM dead_letters
            WHERE source_topic = ? AND source_partition = ? AND ending IS NOT NULL
            """, [.text(partition.topic), .integer(Int64(partition.partition))]
        ) { row -> (Int64, DeadLetterNote.Ending) in
            guard let offset = row.integer("source_offset"),
                let ending = row.text("ending").flatMap({ DeadLetterNote.Ending(rawValue: $0) })
            else { throw StoreError.corrupt(table: "dead_letters", key: partition.description) }
            return (offset, ending)
        }
        return Dictionary(rows) { first, _ in first }
    }

    public func openDeadLetterCount(accountId: String?) async throws -> Int {
        guard let accountId else {
            return try await count("SELECT COUNT(*) AS count FROM dead_letters WHERE ending IS NULL", [])
        }
        return try await count(
            "SELECT COUNT(*) AS count FROM dead_letters WHERE ending IS NULL AND account_id = ?", [.text(accountId)])
    }

    private static func row(_ letter: DeadLetterNote) -> [SQLValue] {
        [
            .text(letter.source.topicPartition.topic), .integer(Int64(letter.source.topicPartition.partition)),
            .integer(letter.source.offset), .text(orNull: letter.accountId), .text(orNull: letter.classId),
            .text(letter.reason), .date(letter.writtenAt),
        ]
    }
}
