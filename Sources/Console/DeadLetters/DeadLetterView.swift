import CalendarSync
import Records

/// A letter as a list of the API shows it. Absent values stand as null: a reader sees every key in every letter.
struct DeadLetterView: Encodable, Sendable {
    let entry: DeadLetterEntry

    enum CodingKeys: String, CodingKey {
        case letter, topic, partition, offset, writtenAt, accountId, classId, reason, field, state, text
        case detail, sourceAt, standsAt, keyBytes, valueBytes, headers
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        let note = entry.note
        try values.encode(entry.name.description, forKey: .letter)
        try values.encode(note.source.topicPartition.topic, forKey: .topic)
        try values.encode(note.source.topicPartition.partition, forKey: .partition)
        try values.encode(note.source.offset, forKey: .offset)
        try values.encode(note.writtenAt.rfc3339, forKey: .writtenAt)
        try values.encode(note.accountId, forKey: .accountId)
        try values.encode(note.classId, forKey: .classId)
        try values.encode(note.reason, forKey: .reason)
        try values.encode(entry.field, forKey: .field)
        try values.encode(entry.state, forKey: .state)
        try values.encode(DeadLetterWords.title(note.reason), forKey: .text)
    }
}
