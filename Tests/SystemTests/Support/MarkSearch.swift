import Foundation

/// Finds a mark in bytes, however it was written there: as it is, or in one of the encodings that programs put texts in.
struct MarkSearch: Sendable {
    let mark: String
    private let forms: [(name: String, bytes: Data)]

    /// Fourteen letters and digits that stand nowhere else.
    static func random() -> MarkSearch {
        let letters = Array("bcdfghjkmnpqrstvwxz23456789")
        return MarkSearch(mark: String((0..<14).compactMap { _ in letters.randomElement() }))
    }

    init(mark: String) {
        self.mark = mark
        let bytes = Array(mark.utf8)
        var forms = [(name: "plain", text: mark), (name: "upper case", text: mark.uppercased())]
        for (name, prefix) in [("percent", "%"), ("JSON", #"\u00"#), ("hexadecimal", "")] {
            let digits = bytes.map { prefix + String($0, radix: 16) }.joined()
            let upper = bytes.map { prefix + String($0, radix: 16, uppercase: true) }.joined()
            forms += [(name: name, text: digits), (name: name, text: upper)]
        }
        for shift in 0..<3 {
            let encoded = Self.base64(bytes, shift: shift)
            let urlSafe = encoded.replacing("+", with: "-").replacing("/", with: "_")
            forms += [(name: "base64", text: encoded), (name: "base64url", text: urlSafe)]
        }
        self.forms =
            forms.map { ($0.name, Data($0.text.utf8)) }
            + [("UTF-16", Data(bytes.flatMap { [$0, 0] }))]
    }

    /// The letters that depend on nothing but the mark when so many bytes, modulo three, stand before it.
    private static func base64(_ bytes: [UInt8], shift: Int) -> String {
        let encoded = Data([UInt8](repeating: 0, count: shift) + bytes).base64EncodedString()
        let first = (shift * 8 + 5) / 6
        let last = (shift + bytes.count) * 8 / 6
        return String(encoded.prefix(last).dropFirst(first))
    }

    /// In which form the mark was found first, with what stands around it.
    func find(in data: Data) -> String? {
        for (name, bytes) in forms {
            guard let range = data.range(of: bytes) else { continue }
            let around = max(data.startIndex, range.lowerBound - 60)..<min(data.endIndex, range.upperBound + 60)
            return "\(name): …\(String(decoding: data[around], as: UTF8.self))…"
        }
        return nil
    }
}
