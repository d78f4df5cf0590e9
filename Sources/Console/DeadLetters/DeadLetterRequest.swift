import CalendarSync

/// The body of `POST …/dead-letters/replay` and `…/discard`. All letters must be asked for in so many words.
struct DeadLetterRequest: Decodable, Sendable {
    let selection: DeadLetterSelection
    /// Only counted.
    let isDryRun: Bool

    private enum CodingKeys: String, CodingKey { case letters, filter, all, dryRun }

    private static let filterNames: Set = ["reason", "accountId", "classId", "since", "until"]

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        isDryRun = try values.decodeIfPresent(Bool.self, forKey: .dryRun) ?? false
        let isAll = try values.decodeIfPresent(Bool.self, forKey: .all) ?? false
        let letters = try values.decodeIfPresent([String].self, forKey: .letters)
        let fields = try values.decodeIfPresent([String: String].self, forKey: .filter)
        let names = try letters.map(Self.names)
        // What is misspelt would let more through than was meant.
        if let unknown = fields?.keys.sorted().first(where: { !Self.filterNames.contains($0) }) {
            throw Rejection(.invalidValue, field: "filter", detail: "knows no \(unknown)")
        }
        let filter: DeadLetterFilter
        do {
            filter = try DeadLetterFilter { fields?[$0] }
        } catch ConsoleError.invalid(let field, let detail) {
            throw Rejection(.invalidValue, field: "filter.\(field)", detail: detail)
        }
        guard names != nil || !filter.isEmpty || isAll else {
            throw Rejection(
                .missingField, field: "letters", detail: "or a filter is missing; \"all\": true means all that are open"
            )
        }
        selection = DeadLetterSelection(names: names ?? [], filter: filter)
    }

    private static func names(_ texts: [String]) throws -> [DeadLetterName] {
        guard (1...DeadLetterDesk.mostAtOnce).contains(texts.count) else {
            throw Rejection(
                .invalidValue, field: "letters", detail: "names 1 to \(DeadLetterDesk.mostAtOnce) letters")
        }
        return try texts.enumerated().map { index, text in
            guard let name = DeadLetterName(text) else {
                throw Rejection(.invalidValue, field: "letters[\(index)]", detail: "is not TOPIC-PARTITION-OFFSET")
            }
            return name
        }
    }
}
