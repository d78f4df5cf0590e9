import CalendarSync
import Crypto
import Foundation

/// The secret that ties an authorization code to the one who asked for it (RFC 7636).
public struct PKCE: Sendable, Hashable {
    /// Sent with the code; kept secret until then.
    public let verifier: String

    public init(verifier: String) {
        self.verifier = verifier
    }

    /// 32 random octets, as RFC 7636 §4.1 recommends. The generator must be cryptographically secure.
    public init(using generator: inout some RandomNumberGenerator) {
        verifier = Base64URL.encode((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    /// Sent with the authorization request as `code_challenge`, method `S256`.
    public var challenge: String {
        Base64URL.encode(Data(SHA256.hash(data: Array(verifier.utf8))))
    }
}

extension PKCE: CustomStringConvertible {
    public var description: String { "PKCE(S256)" }
}
