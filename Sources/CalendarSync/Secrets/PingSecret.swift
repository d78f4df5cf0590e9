import Crypto
import Foundation

/// The secret in the address that Kartra pings. Kartra signs nothing, so the address itself must be unguessable.
public struct PingSecret: Sendable {
    private let key: SymmetricKey

    public init(_ secret: String) {
        key = SymmetricKey(data: Data(secret.utf8))
    }

    /// base64url(HMAC-SHA256(secret, account id)) without padding.
    public func text(accountId: String) -> String {
        Base64URL.encode(Data(HMAC<SHA256>.authenticationCode(for: Data(accountId.utf8), using: key)))
    }

    /// The address that Kartra is to ping for an account.
    /// - Parameters:
    ///   - base: where the outside world reaches the receiver, without a slash at the end.
    ///   - timeZone: IANA name of the zone that pings without one are meant in.
    public func url(base: String, accountId: String, timeZone: String? = nil) -> String {
        let url = "\(base)/webhooks/kartra/\(Self.encoded(accountId))/\(text(accountId: accountId))"
        return url + (timeZone.map { "?timeZone=\(Self.encoded($0))" } ?? "")
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }

    /// Constant-time comparison.
    public func isValid(_ text: String, accountId: String) -> Bool {
        guard let code = Base64URL.decode(text) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Data(accountId.utf8), using: key)
    }
}
