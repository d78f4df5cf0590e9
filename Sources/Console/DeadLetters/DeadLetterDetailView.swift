import CalendarSync
import Foundation
import Records

/// All of a letter that may be shown: neither key nor value, for both are the producer's and may hold a lead's name.
struct DeadLetterDetailView: Encodable, Sendable {
    let letter: ReadDeadLetter
    let ending: DeadLetterNote.Ending?

    func encode(to encoder: any Encoder) throws {
        var entry = DeadLetterEntry(letter)
        entry.ending = ending
        try DeadLetterView(entry: entry).encode(to: encoder)
        var values = encoder.container(keyedBy: DeadLetterView.CodingKeys.self)
        try values.encode(letter.detail, forKey: .detail)
        try values.encode(letter.sourceAt?.rfc3339, forKey: .sourceAt)
        try values.encode(DeadLetterName(letter.record.position).description, forKey: .standsAt)
        try values.encode(letter.record.key?.count, forKey: .keyBytes)
        try values.encode(letter.record.value?.count, forKey: .valueBytes)
        try values.encode(DeadLetterHeaders(letter).all, forKey: .headers)
    }
}

extension ReadDeadLetter {
    /// When the input came into its topic; nil where it did not say.
    var sourceAt: Date? { sourceTimestamp.map { Date(timeIntervalSince1970: Double($0) / 1_000) } }
}
