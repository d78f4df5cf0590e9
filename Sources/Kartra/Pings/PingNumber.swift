import CalendarSync

/// A number of Kartra's: its reference says integer, its examples show numeric strings. Both become the same text.
struct PingNumber: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
        text = try Identifier(from: decoder).text
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "is not a number, or a text of digits"))
        }
    }
}
