/// An id of Kartra's. It sends numbers or numeric strings: both become the same text.
public struct Identifier: Hashable, Decodable, Sendable {
    /// In bytes. Ids stand side by side in keys, and an index of PostgreSQL takes no more than some 2,700 bytes.
    public static let longest = 128

    public let text: String

    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let text = try? value.decode(String.self) {
            self.text = text
        } else if let number = try? value.decode(Int.self) {
            text = String(number)
        } else if value.decodeNil() {
            throw DecodingError.valueNotFound(Self.self, .init(codingPath: value.codingPath, debugDescription: ""))
        } else {
            throw DecodingError.typeMismatch(
                Self.self, .init(codingPath: value.codingPath, debugDescription: ""))
        }
        if let flaw = Self.flaw(of: text) {
            throw DecodingError.dataCorruptedError(in: value, debugDescription: flaw)
        }
    }

    /// What keeps a text from being an id, of Kartra's or of ours; nil: it may be one.
    public static func flaw(of text: String, longest: Int = Identifier.longest) -> String? {
        if text.isEmpty || text.utf8.count > longest { return "must have 1 to \(longest) characters" }
        // A database may cut the text at a NUL, and two ids would be one.
        if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return "has a control character"
        }
        return nil
    }
}
