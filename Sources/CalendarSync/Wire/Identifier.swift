/// An id of Kartra's. It sends numbers or numeric strings: both become the same text.
public struct Identifier: Hashable, Decodable, Sendable {
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
        if text.isEmpty || text.utf8.count > 128 {
            throw DecodingError.dataCorruptedError(in: value, debugDescription: "must have 1 to 128 characters")
        }
        // A database may cut the text at a NUL, and two ids would be one.
        if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            throw DecodingError.dataCorruptedError(in: value, debugDescription: "has a control character")
        }
    }
}
