import Crypto
import Foundation

/// Names made from other names: nothing random, so that they survive a lost store.
public enum Digest {
    /// SHA-256 over the parts, each with its length before it so that no two lists of parts collide.
    public static func sha256(_ parts: [String]) -> [UInt8] {
        var hash = SHA256()
        for part in parts {
            let bytes = Array(part.utf8)
            hash.update(data: Array("\(bytes.count):".utf8))
            hash.update(data: bytes)
        }
        return Array(hash.finalize())
    }

    /// The digest in base32hex, lower case, the alphabet of Google's event ids (RFC 4648 §7 without padding).
    public static func text(_ parts: [String], length: Int = 52) -> String {
        String(Base32Hex.encode(sha256(parts)).prefix(length))
    }
}
