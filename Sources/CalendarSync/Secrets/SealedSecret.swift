public import Foundation

/// A secret as it may be stored: AES-256-GCM, with the id of the key that opens it.
public struct SealedSecret: Hashable, Codable, Sendable {
    public let keyId: String
    /// Nonce, ciphertext and tag.
    public let box: Data

    public init(keyId: String, box: Data) {
        self.keyId = keyId
        self.box = box
    }
}
