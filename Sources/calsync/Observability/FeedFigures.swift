import CalendarSync
import Foundation

/// How the push channels of all feeds stand, for the gauges. Feeds that no link wants any more do not count: a channel of
/// theirs that could not be stopped is let run out.
struct FeedFigures {
    private let now: Date
    /// Feeds of which Google's pings are known to stay away.
    private(set) var withoutPings = 0
    /// Feeds that have no channel open, whether or not Google would give one: they are polled.
    private(set) var withoutChannel = 0
    /// Until the first of the open channels ends; infinite where none is open.
    private(set) var secondsToExpiry = TimeInterval.infinity

    init(now: Date) {
        self.now = now
    }

    mutating func add(_ feed: Feed) {
        if feed.dueAt == nil { return }
        if feed.pushLostSince != nil { withoutPings += 1 }
        // The newest of a feed: older ones are let run out.
        if let end = feed.channels.compactMap(\.expiresAt).max(), end > now {
            secondsToExpiry = min(secondsToExpiry, end.timeIntervalSince(now))
        } else {
            withoutChannel += 1
        }
    }
}
