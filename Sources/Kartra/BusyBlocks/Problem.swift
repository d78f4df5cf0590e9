/// What is wrong with a request, in the other side's words: of these only the code and the field's path are shown.
struct Problem: Decodable, Sendable {
    let code: String
    let field: String?

    var text: String {
        guard let field else { return Self.harmless(code) }
        return "\(Self.harmless(code)) (\(Self.harmless(field)))"
    }

    /// Codes and paths are short and plain; anything else may be a text that quotes what was sent.
    private static func harmless(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "["), UInt8(ascii: "]"):
                true
            default: false
            }
        }
        return isPlain && text.utf8.count <= 64 ? text : "?"
    }
}
