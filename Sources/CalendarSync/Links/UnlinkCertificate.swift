public import Foundation

/// What became of a link, or of all links of an integration, when it ended.
public struct UnlinkCertificate: Hashable, Codable, Sendable {
    public var removedMirrors: Int
    public var keptMirrors: Int
    /// Of those to be removed, the ones that Google did not let us take out.
    public var unreachableMirrors: Int
    public var removedBlocks: Int
    /// Whether Google no longer pushes for the calendar on our behalf. It does while another class is linked to it.
    public var channelStopped: Bool
    public var grantRevoked: Bool
    /// Links that go on using the same grant.
    public var linksStillUsing: Int
    public let issuedAt: Date

    public init(
        removedMirrors: Int = 0, keptMirrors: Int = 0, unreachableMirrors: Int = 0, removedBlocks: Int = 0,
        channelStopped: Bool = true, grantRevoked: Bool = false, linksStillUsing: Int = 0, issuedAt: Date
    ) {
        self.removedMirrors = removedMirrors
        self.keptMirrors = keptMirrors
        self.unreachableMirrors = unreachableMirrors
        self.removedBlocks = removedBlocks
        self.channelStopped = channelStopped
        self.grantRevoked = grantRevoked
        self.linksStillUsing = linksStillUsing
        self.issuedAt = issuedAt
    }

    /// Adds what became of one more link; the grant is the sum's own matter.
    public mutating func add(_ other: UnlinkCertificate) {
        removedMirrors += other.removedMirrors
        keptMirrors += other.keptMirrors
        unreachableMirrors += other.unreachableMirrors
        removedBlocks += other.removedBlocks
        channelStopped = channelStopped && other.channelStopped
    }
}
