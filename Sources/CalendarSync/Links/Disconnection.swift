public import Foundation

/// The end of an integration: all its links end, then the grant.
public struct Disconnection: Hashable, Codable, Sendable {
    public let removal: Unlinking.Removal
    public let requestedAt: Date
    /// The classes whose links are ended by it.
    public var classIds: Set<String> = []
    /// Nil: under way.
    public var certificate: UnlinkCertificate?

    public init(removal: Unlinking.Removal, requestedAt: Date) {
        self.removal = removal
        self.requestedAt = requestedAt
    }
}
