public import Foundation

/// The right to read a feed and write its blocks until `until`. Every write names the fence: an older one is refused,
/// so a worker that was thought dead and wakes up can do no harm.
public struct FeedLease: Hashable, Sendable {
    public let feedId: String
    public let holder: String
    public let fence: Int64
    public let until: Date

    public init(feedId: String, holder: String, fence: Int64, until: Date) {
        self.feedId = feedId
        self.holder = holder
        self.fence = fence
        self.until = until
    }
}
