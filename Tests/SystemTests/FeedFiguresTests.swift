import CalendarSync
import Foundation
import Metrics
import Testing

@testable import calsync

@Suite struct FeedFiguresTests {
    private let now = Date(timeIntervalSince1970: 1_900_000_000)

    /// - Parameter ends: of its channels, in seconds from now.
    private func feed(_ ends: [TimeInterval], isWanted: Bool = true) -> Feed {
        var feed = Feed(
            accountId: "42", integrationId: "i", googleCalendarId: "c", dueAt: isWanted ? now : nil)
        feed.channels = ends.map { end in
            FeedChannel(
                id: "\(end)", resourceId: "r", expiresAt: now.addingTimeInterval(end),
                createdAt: now.addingTimeInterval(-60))
        }
        return feed
    }

    private func figures(_ feeds: [Feed]) -> FeedFigures {
        var figures = FeedFigures(now: now)
        for feed in feeds { figures.add(feed) }
        return figures
    }

    @Test func theFirstChannelToEndCountsAndOfAFeedItsNewest() {
        let figures = figures([feed([900]), feed([60, 600]), feed([1_200])])
        #expect(figures.secondsToExpiry == 600)
        #expect(figures.withoutChannel == 0)
    }

    @Test func aFeedThatNobodyWantsCountsNowhere() {
        var left = feed([-600], isWanted: false)
        left.pushLostSince = now
        let figures = figures([left, feed([5], isWanted: false), feed([900])])
        #expect(figures.secondsToExpiry == 900)
        #expect(figures.withoutChannel == 0 && figures.withoutPings == 0)
    }

    @Test func aFeedWhoseChannelHasEndedOrNeverOpenedHasNone() {
        var unanswered = feed([])
        unanswered.channels = [FeedChannel(id: "asked for", createdAt: now)]
        var unwatchable = feed([])
        unwatchable.isWatchable = false
        let figures = figures([feed([]), feed([-600]), unanswered, unwatchable, feed([900])])
        #expect(figures.withoutChannel == 4)
        #expect(figures.secondsToExpiry == 900)
    }

    @Test func withoutAnyChannelTheGaugeSaysInfinity() {
        let metrics = PrometheusMetricsFactory()
        Gauge(label: "calsync_channel_expiry_seconds", factory: metrics).record(900)
        Gauge(label: "calsync_channel_expiry_seconds", factory: metrics).record(figures([feed([])]).secondsToExpiry)
        #expect(metrics.render().hasSuffix("calsync_channel_expiry_seconds +Inf\n"))
    }

    @Test func feedsWithoutPingsAreCounted() {
        var silent = feed([900])
        silent.pushLostSince = now
        #expect(figures([silent, feed([900])]).withoutPings == 1)
    }
}
