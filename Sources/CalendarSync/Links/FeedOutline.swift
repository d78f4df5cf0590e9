public import Foundation

/// Of a feed what tells how its links stand: what a list of a thousand of them needs. It is read from what is stored of a
/// `Feed`, and so has the same names.
public struct FeedOutline: Hashable, Decodable, Sendable {
    public let access: Feed.Access
    public let accessRole: String?
    public let lastSyncedAt: Date?
    public let unreachableSince: Date?
    public let pushLostSince: Date?
    public let channels: [FeedChannel]
    public let behindClasses: [String: Date]?

    public init(_ feed: Feed) {
        access = feed.access
        accessRole = feed.accessRole
        lastSyncedAt = feed.lastSyncedAt
        unreachableSince = feed.unreachableSince
        pushLostSince = feed.pushLostSince
        channels = feed.channels
        behindClasses = feed.behindClasses
    }

    /// How far apart its readings are, in seconds, if the workers keep up.
    public func pace(at now: Date) -> TimeInterval {
        let isPushed = pushLostSince == nil && channels.contains { $0.expiresAt.map { $0 > now } ?? false }
        return isPushed ? ReadingPace.withPush : ReadingPace.withoutPush
    }
}
