public import Foundation

/// The end of a link: what is to become of what it has made, how far that has come, and the certificate. A class has at
/// most one, its last; it outlives the link that it ends.
public struct Unlinking: Hashable, Codable, Sendable {
    /// What is taken out. What is over stays in any case.
    public enum Removal: String, Codable, Sendable {
        /// The mirrors of sessions to come and the blocks of the class.
        case future
        /// Neither mirrors nor blocks.
        case nothing = "none"
    }

    /// What was there to take out and to keep, counted before anything was: work that is broken off and begun again does
    /// not change what the certificate says.
    public struct Tally: Hashable, Codable, Sendable {
        public let mirrorsToRemove: Int
        public let mirrorsToKeep: Int
        public let blocksToRemove: Int

        public init(mirrorsToRemove: Int, mirrorsToKeep: Int, blocksToRemove: Int) {
            self.mirrorsToRemove = mirrorsToRemove
            self.mirrorsToKeep = mirrorsToKeep
            self.blocksToRemove = blocksToRemove
        }
    }

    /// The link as it last stood.
    public let link: ClassLink
    public let removal: Removal
    /// What begins later is to come.
    public let requestedAt: Date
    /// Nil: not counted yet, and nothing taken out.
    public var tally: Tally?
    /// Mirrors that Google does not let us take out: the grant or the right to the calendar is gone. Nil: none so far.
    public var unreachableMirrors: Int?
    /// Nil: under way.
    public var certificate: UnlinkCertificate?
    /// Counts the saves.
    public var revision: Int64

    public init(link: ClassLink, removal: Removal, requestedAt: Date, revision: Int64 = 0) {
        self.link = link
        self.removal = removal
        self.requestedAt = requestedAt
        self.revision = revision
    }

    public var classKey: ClassKey { link.classKey }

    /// The mirrors of the class that begin later are to go; nil: none are.
    public var mirrorsGoAfter: Date? {
        switch removal {
        case .future: requestedAt
        case .nothing: nil
        }
    }

    /// In seconds: how long its command may take to be sent and carried out before it is sent again. Who was to send it may
    /// have died.
    public static let patience: TimeInterval = 300

    /// Whether the blocks that the class has of its former feed are left alone by what clears up after links: they are to
    /// stay, or have not been counted.
    public var holdsBlocks: Bool { removal == .nothing || tally == nil }
}
