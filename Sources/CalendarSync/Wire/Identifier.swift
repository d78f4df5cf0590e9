/// An id of Kartra's. It sends numbers or numeric strings: both become the same text.
public struct Identifier: Hashable, Decodable, Sendable {
    public let text: String

    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let number = try? value.decode(Int.self) {
            text = String(number)
        } else {
            text = try value.decode(String.self)
        }
        if text.isEmpty || text.utf8.count > 128 {
            throw DecodingError.dataCorruptedError(in: value, debugDescription: "must have 1 to 128 characters")
        }
    }
}
