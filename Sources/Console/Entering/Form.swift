import Foundation
import Hummingbird

/// What a form has sent: `application/x-www-form-urlencoded` (WHATWG URL §5); of a repeated name the last counts.
struct Form: Sendable {
    /// The hidden field with the session's own token.
    static let tokenName = "formToken"

    private var values: [String: String] = [:]

    init(encoded text: String) {
        for pair in text.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(Self.decode)
            values[halves[0]] = halves.count > 1 ? halves[1] : ""
        }
    }

    subscript(name: String) -> String? { values[name] }

    /// The text of a field without spaces around it; nil where it is empty.
    func filled(_ name: String) -> String? {
        let text = values[name]?.trimmingCharacters(in: .whitespacesAndNewlines)
        return text?.isEmpty == false ? text : nil
    }

    private static func decode(_ text: Substring) -> String {
        let spaced = text.replacingOccurrences(of: "+", with: " ")
        return spaced.removingPercentEncoding ?? spaced
    }
}

extension Request {
    /// The body as a form.
    func form() async throws -> Form {
        Form(encoded: String(decoding: try await bytes(), as: UTF8.self))
    }
}
