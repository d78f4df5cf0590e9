import CalendarSync
import Foundation

/// The dead man's switch of a push channel: a reading by the clock that finds changes no ping has announced. A ping may
/// still be on its way, so it is given a minute; after that the feed is read more often and its channel made anew.
struct PushSilence: Sendable {
    /// Between the reading that finds such changes and the one that is sure.
    static let grace: TimeInterval = 60
    /// Stands in the result of each reading that found changes without a ping.
    static let note = "missedPing"
    /// How long a channel that is silent, too, is waited for before the next one is made.
    private static let patience: TimeInterval = 3_600

    let now: Date

    /// A ping of this feed has come.
    func heard(_ feed: inout Feed) {
        feed.unannouncedSince = nil
        feed.pushLostSince = nil
    }

    /// A reading by the clock has ended.
    /// - Parameters:
    ///   - changes: how many events it found changed.
    ///   - wasWatched: whether a channel was open since the reading before.
    /// - Returns: whether a ping was missed.
    func read(_ feed: inout Feed, changes: Int, wasWatched: Bool) -> Bool {
        guard wasWatched else { return false }
        if feed.pushLostSince != nil {
            if changes > 0 { feed.missedPings = (feed.missedPings ?? 0) + 1 }
            return changes > 0
        }
        if let since = feed.unannouncedSince {
            guard now.timeIntervalSince(since) >= Self.grace else { return false }
            feed.unannouncedSince = nil
            feed.pushLostSince = since
            feed.missedPings = (feed.missedPings ?? 0) + 1
            return true
        }
        if changes > 0 { feed.unannouncedSince = now }
        return false
    }

    /// Whether the channel, though Google has promised it, is to be replaced.
    func isUseless(_ channel: FeedChannel, of feed: Feed) -> Bool {
        guard let since = feed.pushLostSince else { return false }
        return channel.createdAt <= since || now.timeIntervalSince(channel.createdAt) >= Self.patience
    }
}
