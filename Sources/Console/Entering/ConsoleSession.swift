import CalendarSync
import Foundation
import Hummingbird

/// Who looks at the console. It is kept nowhere but in the browser's cookie, sealed.
struct ConsoleSession: Codable, Sendable {
    static let lifetime: TimeInterval = 12 * 3_600
    private static let cookieName = "calsync_console"
    private static let cookiePath = "/console"
    /// What the seal is for: no other sealed secret opens as a session.
    private static let context = "console-session"

    let id: String
    let access: ConsoleAccess
    let issuedAt: Date
    let expiresAt: Date

    init(id: String, access: ConsoleAccess, now: Date) {
        self.id = id
        self.access = access
        issuedAt = now
        expiresAt = now.addingTimeInterval(Self.lifetime)
    }

    /// The session of the browser that sent the request; nil where it has none that is ours and not over.
    init?(_ request: Request, keys: SecretKeys, now: Date) {
        guard let text = request.cookies[Self.cookieName]?.value else { return nil }
        let parts = text.split(separator: ".").map { Base64URL.decode(String($0)) }
        guard parts.count == 2, let keyId = parts[0], let box = parts[1],
            let json = try? keys.open(
                SealedSecret(keyId: String(decoding: keyId, as: UTF8.self), box: box), context: Self.context),
            let session = try? JSONDecoder().decode(ConsoleSession.self, from: Data(json.utf8)),
            session.expiresAt > now
        else { return nil }
        self = session
    }

    /// Lax: a link in Kartra, and Google's way back, open a page with it; no other site can post a form with it.
    func cookie(keys: SecretKeys, isSecure: Bool) throws -> Cookie {
        let json = String(decoding: try WireJSON.encode(self), as: UTF8.self)
        let sealed = try keys.seal(json, context: Self.context)
        return Self.cookie(
            Base64URL.encode(Data(sealed.keyId.utf8)) + "." + Base64URL.encode(sealed.box),
            maxAge: Int(Self.lifetime), isSecure: isSecure)
    }

    /// Takes the session out of the browser.
    static func end(isSecure: Bool) -> Cookie { cookie("", maxAge: 0, isSecure: isSecure) }

    private static func cookie(_ value: String, maxAge: Int, isSecure: Bool) -> Cookie {
        Cookie(
            name: cookieName, value: value, maxAge: maxAge, path: cookiePath, secure: isSecure, httpOnly: true,
            sameSite: .lax)
    }
}
