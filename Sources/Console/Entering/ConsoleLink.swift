public import CalendarSync
public import Foundation

/// The signed link by which a browser enters the console: a JSON Web Token (RFC 7519), signed with HS256 (RFC 7515) by a
/// key derived from the server's.
public struct ConsoleLink: Sendable {
    /// How long it opens the console.
    public static let lifetime: TimeInterval = 600
    static let path = "/console/enter"
    /// By which the clocks of two servers may differ.
    private static let leeway: TimeInterval = 60
    private static let audience = "calsync-console"

    private struct Header: Codable {
        let alg: String
        let typ: String
    }

    private struct Claims: Codable {
        let aud: String
        /// Nil: an operator's.
        let account: String?
        let iat: Int
        let exp: Int
        let jti: String
    }

    public let access: ConsoleAccess
    /// By which a second use is known.
    let id: String
    let expiresAt: Date
    /// A server whose clock is behind may take it for valid a little longer.
    var rememberedUntil: Date { expiresAt.addingTimeInterval(Self.leeway) }

    /// - Parameters:
    ///   - base: where the outside world reaches the server, without a slash at the end.
    ///   - id: nobody can guess it, and no other link has it.
    public static func url(
        base: String, to access: ConsoleAccess, keys: SecretKeys, now: Date, id: String
    ) throws -> String {
        let account: String? =
            switch access {
            case .account(let accountId): accountId
            case .operator: nil
            }
        let issuedAt = Int(now.timeIntervalSince1970)
        let claims = Claims(
            aud: audience, account: account, iat: issuedAt, exp: issuedAt + Int(lifetime), jti: id)
        let signed = [
            Base64URL.encode(try WireJSON.encode(Header(alg: "HS256", typ: "JWT"))),
            Base64URL.encode(try WireJSON.encode(claims)),
        ].joined(separator: ".")
        return "\(base)\(path)?token=\(signed).\(keys.sign(signed, for: .consoleLink))"
    }

    /// Nil for a token that is not ours, is over, or claims to last longer than any of ours.
    init?(token: String, keys: SecretKeys, now: Date) {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, keys.verify(parts[2], of: parts[0] + "." + parts[1], for: .consoleLink),
            let header = Self.decode(Header.self, parts[0]), header.alg == "HS256",
            let claims = Self.decode(Claims.self, parts[1]), claims.aud == Self.audience
        else { return nil }
        let time = now.timeIntervalSince1970
        guard TimeInterval(claims.exp) > time, TimeInterval(claims.iat) <= time + Self.leeway,
            claims.exp - claims.iat <= Int(Self.lifetime)
        else { return nil }
        access = claims.account.map { .account($0) } ?? .operator
        id = claims.jti
        expiresAt = Date(timeIntervalSince1970: TimeInterval(claims.exp))
    }

    private static func decode<Part: Decodable>(_ type: Part.Type, _ text: String) -> Part? {
        Base64URL.decode(text).flatMap { try? JSONDecoder().decode(type, from: $0) }
    }
}
