import Crypto

/// A code challenge of RFC 7636, `S256` or `plain`.
struct PKCEChallenge: Sendable {
    private let text: String
    private let isHashed: Bool

    init?(_ text: String, method: String) {
        switch method {
        case "S256": isHashed = true
        case "plain": isHashed = false
        default: return nil
        }
        self.text = text
    }

    func admits(_ verifier: String) -> Bool {
        isHashed ? RandomToken.base64URL(SHA256.hash(data: Array(verifier.utf8))) == text : verifier == text
    }
}
