import Crypto
import Foundation

/// A token that is compared in a time that says nothing of how much of a guess was right.
struct BearerToken: Sendable {
    private let key = SymmetricKey(size: .bits256)
    private let code: Data

    init(_ token: String) {
        code = Data(HMAC<SHA256>.authenticationCode(for: Data(token.utf8), using: key))
    }

    func matches(_ guess: String) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Data(guess.utf8), using: key)
    }
}
