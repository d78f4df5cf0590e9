import CalendarSync
import Foundation
import GoogleCalendar
import Logging

/// Keeps a feed's push channel alive: a new one before the old one ends, and polling where Google does not push.
struct FeedWatcher: Sendable {
    let store: any FeedStore
    /// Where Google sends its pings.
    let pushAddress: String
    let keys: SecretKeys
    let now: @Sendable () -> Date
    let logger: Logger

    /// Google loses a small share of pings in normal operation and advises to read without them, too.
    private static let pollWithPush: TimeInterval = 15 * 60
    private static let pollWithoutPush: TimeInterval = 60

    func nextReading(of feed: Feed) -> Date {
        guard let renewAt = liveChannel(of: feed)?.renewAt else {
            return now().addingTimeInterval(Self.pollWithoutPush)
        }
        return min(renewAt, now().addingTimeInterval(Self.pollWithPush))
    }

    func ensureChannel(of feed: inout Feed, client: GoogleCalendarClient, under lease: FeedLease) async throws {
        guard feed.isWatchable, liveChannel(of: feed) == nil else { return }
        let made = now()
        let channelId = Digest.text(["channel", feed.id, made.rfc3339, String(lease.fence)], length: 40)
        // Stored before the call: Google's first ping may come before its answer, and an answer that is lost must not
        // leave a channel that nobody knows.
        let old = feed.channels
        feed.channels.append(FeedChannel(id: channelId, createdAt: made))
        try await store.save(feed, under: lease)
        do {
            let channel = try await client.watchEvents(
                calendar: feed.googleCalendarId,
                WatchRequest(
                    id: channelId, address: pushAddress,
                    token: ChannelToken.make(channelId: channelId, feedId: feed.id, keys: keys)))
            feed.channels = [
                FeedChannel(
                    id: channelId, resourceId: channel.resourceId, expiresAt: channel.expiration, createdAt: made)
            ]
        } catch let error as GoogleError {
            feed.channels = old
            switch error {
            case .pushNotSupportedForRequestedResource:
                feed.isWatchable = false
            default:
                // The feed is polled until a channel can be made.
                logger.warning("no push channel", metadata: ["feed": "\(feed.id)", "error": "\(error)"])
            }
            return
        }
        for channel in old {
            guard let resourceId = channel.resourceId else { continue }
            do {
                try await client.stopChannel(id: channel.id, resourceId: resourceId)
            } catch {
                // It ends by itself; until then its pings are answered and coalesced.
                logger.info("old channel not stopped", metadata: ["feed": "\(feed.id)", "error": "\(error)"])
            }
        }
    }

    private func liveChannel(of feed: Feed) -> FeedChannel? {
        feed.channels.first { channel in channel.renewAt.map { $0 > now() } ?? false }
    }
}
