/// Why keys cannot be read or a secret not be opened. Says nothing of the keys themselves.
public enum SecretKeysError: Error, Hashable, Sendable, CustomStringConvertible {
    case malformedEntry(position: Int)
    case wrongKeyLength(keyId: String, bytes: Int)
    case duplicateKeyId(String)
    case noKeys
    case unknownKey(keyId: String)
    case cannotOpen(keyId: String)

    public var description: String {
        switch self {
        case .malformedEntry(let position): "entry \(position) is not of the form id:base64"
        case .wrongKeyLength(let keyId, let bytes): "key \(keyId) has \(bytes) bytes, 32 are needed"
        case .duplicateKeyId(let keyId): "key \(keyId) is given twice"
        case .noKeys: "no key is given"
        case .unknownKey(let keyId): "a secret was sealed with key \(keyId), which is not among the keys"
        case .cannotOpen(let keyId): "a secret sealed with key \(keyId) does not open: wrong key or damaged"
        }
    }
}
