import CalendarSync
import Records

/// The headers that the input came with. Producers may put into one whatever they like, a lead's name included, so that only
/// those are quoted that have a meaning of their own (CloudEvents, W3C Trace Context, Kartra's pings).
struct DeadLetterHeaders: Sendable {
    private static let quoted: Set = [
        "ce_specversion", "ce_id", "ce_type", "ce_time", "content-type", "traceparent", "kartra_account_id",
        "kartra_time_zone",
    ]

    struct Header: Encodable, Sendable {
        let name: String
        /// Nil: null, or not to be quoted.
        let value: String?
        let bytes: Int?

        private enum CodingKeys: String, CodingKey { case name, value, bytes }

        /// Absent values stand as null.
        func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(name, forKey: .name)
            try values.encode(value, forKey: .value)
            try values.encode(bytes, forKey: .bytes)
        }
    }

    let all: [Header]

    init(_ letter: ReadDeadLetter) {
        all = letter.sourceHeaders.all.map { header in
            let text = Self.quoted.contains(header.name) ? header.value : nil
            return Header(
                name: header.name, value: text.flatMap { String(validating: $0, as: UTF8.self) },
                bytes: header.value?.count)
        }
    }
}
