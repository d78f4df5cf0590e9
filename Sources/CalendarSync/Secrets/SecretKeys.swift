import Crypto
import Foundation

/// The server's keys: the first seals and signs, all open and verify, so that keys can be rotated.
public struct SecretKeys: Sendable {
    /// What a key is used for. Each use has a key of its own, derived by HKDF (RFC 5869), so that none can stand in for another.
    public enum Purpose: String, Sendable {
        case seal, channelToken, mirrorMarker, busyCalendar, consoleLink, consoleForm
    }

    private struct Entry: Sendable {
        let id: String
        private let seal, channelToken, mirrorMarker, busyCalendar, consoleLink, consoleForm: SymmetricKey

        /// Derives all keys at once: every ping and every event with a marker asks for one.
        init(id: String, key: SymmetricKey) {
            self.id = id
            seal = Self.derive(.seal, from: key)
            channelToken = Self.derive(.channelToken, from: key)
            mirrorMarker = Self.derive(.mirrorMarker, from: key)
            busyCalendar = Self.derive(.busyCalendar, from: key)
            consoleLink = Self.derive(.consoleLink, from: key)
            consoleForm = Self.derive(.consoleForm, from: key)
        }

        func key(for purpose: Purpose) -> SymmetricKey {
            switch purpose {
            case .seal: seal
            case .channelToken: channelToken
            case .mirrorMarker: mirrorMarker
            case .busyCalendar: busyCalendar
            case .consoleLink: consoleLink
            case .consoleForm: consoleForm
            }
        }

        private static func derive(_ purpose: Purpose, from key: SymmetricKey) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: key, info: Data("calsync/\(purpose.rawValue)".utf8), outputByteCount: 32)
        }
    }

    private let entries: [Entry]
    private let first: Entry

    /// Reads `id:base64of32bytes[,id:…]`.
    public init(_ text: String) throws(SecretKeysError) {
        var entries: [Entry] = []
        for (index, part) in text.split(separator: ",").enumerated() {
            // Files of secrets end with a line feed.
            let halves = part.split(separator: ":", maxSplits: 1).map {
                $0.trimmingCharacters(in: .whitespacesAndNewlines)
            }
            guard halves.count == 2, !halves[0].isEmpty, let bytes = Data(base64Encoded: halves[1])
            else { throw .malformedEntry(position: index + 1) }
            let id = halves[0]
            guard bytes.count == 32 else { throw .wrongKeyLength(keyId: id, bytes: bytes.count) }
            guard !entries.contains(where: { $0.id == id }) else { throw .duplicateKeyId(id) }
            entries.append(Entry(id: id, key: SymmetricKey(data: bytes)))
        }
        guard let first = entries.first else { throw .noKeys }
        self.entries = entries
        self.first = first
    }

    /// The id of the key that seals.
    public var sealingKeyId: String { first.id }

    /// Seals `secret`; `context` (the id of what it belongs to) is authenticated with it, so that a sealed secret copied to
    /// another row does not open.
    public func seal(_ secret: String, context: String) throws(SecretKeysError) -> SealedSecret {
        let box = try? AES.GCM.seal(
            Data(secret.utf8), using: first.key(for: .seal), authenticating: Data(context.utf8))
        guard let combined = box?.combined else { throw .cannotOpen(keyId: first.id) }
        return SealedSecret(keyId: first.id, box: combined)
    }

    public func open(_ sealed: SealedSecret, context: String) throws(SecretKeysError) -> String {
        guard let entry = entries.first(where: { $0.id == sealed.keyId }) else {
            throw .unknownKey(keyId: sealed.keyId)
        }
        guard let box = try? AES.GCM.SealedBox(combined: sealed.box),
            let secret = try? AES.GCM.open(
                box, using: entry.key(for: .seal), authenticating: Data(context.utf8)),
            let text = String(validating: secret, as: UTF8.self)
        else { throw .cannotOpen(keyId: sealed.keyId) }
        return text
    }

    /// HMAC-SHA256 by the first key, base64url.
    public func sign(_ text: String, for purpose: Purpose) -> String {
        Base64URL.encode(Data(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: first.key(for: purpose))))
    }

    /// Whether any of the keys made this signature; the comparison takes the same time for every wrong one.
    public func verify(_ signature: String, of text: String, for purpose: Purpose) -> Bool {
        guard let code = Base64URL.decode(signature) else { return false }
        return entries.contains { entry in
            HMAC<SHA256>.isValidAuthenticationCode(
                code, authenticating: Data(text.utf8), using: entry.key(for: purpose))
        }
    }
}
