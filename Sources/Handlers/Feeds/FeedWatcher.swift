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

    /// What Google gives a channel that asks for nothing.
    private static let longestLife: TimeInterval = 7 * 86_400
    /// A channel that was refused for good is asked for again so much later.
    private static let refusedSeconds: TimeInterval = 3_600

    func nextReading(of feed: Feed) -> Date {
        guard let renewAt = liveChannel(of: feed)?.renewAt, feed.pushLostSince == nil else {
            return now().addingTimeInterval(ReadingPace.withoutPush)
        }
        let wait = feed.unannouncedSince == nil ? ReadingPace.withPush : PushSilence.grace
        return min(renewAt, now().addingTimeInterval(wait))
    }

    func isWatched(_ feed: Feed) -> Bool { liveChannel(of: feed) != nil }

    func ensureChannel(of feed: inout Feed, account: CalendarAccount, under lease: FeedLease) async throws {
        guard feed.isWatchable, liveChannel(of: feed) == nil, !isRefused(feed) else { return }
        let made = now()
        let channelId = Digest.text(["channel", feed.id, made.rfc3339, String(lease.fence)], length: 40)
        // Stored before the call: Google's first ping may come before its answer, and an answer that is lost must not
        // leave a channel that nobody knows.
        let old = feed.channels
        let life = Self.life(of: channelId)
        feed.channels.append(FeedChannel(id: channelId, createdAt: made))
        try await store.save(feed, under: lease)
        do {
            let channel = try await account.calendar.watchEvents(
                feed.googleCalendarId,
                WatchRequest(
                    channelID: channelId, address: pushAddress,
                    token: ChannelToken.make(channelId: channelId, feedId: feed.id, keys: keys),
                    timeToLive: .seconds(Int(life))),
                as: account.tokens)
            feed.channels = [
                FeedChannel(
                    id: channelId, resourceId: channel.resourceID,
                    // Where Google does not say, it is what was asked for: an end there must be, to renew it before.
                    expiresAt: channel.expiration ?? made.addingTimeInterval(life), createdAt: made)
            ]
            feed.watchRefusedAt = nil
            try await store.save(feed, under: lease)
        } catch let error as GoogleError {
            feed.channels = old
            // The feed is polled until a channel can be made.
            switch error.advice {
            case .pollInstead:
                feed.isWatchable = false
                return
            case .needsAccess, .fixConfiguration, .reconnect, .permanent:
                feed.watchRefusedAt = made
            // Google says it of an address, too. Were it the token, the reading would not be let in either.
            case .retry where error == .authError:
                feed.watchRefusedAt = made
            // It may come by itself. Whether the calendar is gone the reading tells.
            case .retry, .backOff, .pauseForHours, .fullSync, .alreadyDone, .readBack, .useNewID, .gone:
                break
            }
            logger.warning("no push channel", metadata: ["feed": "\(feed.id)", "error": "\(error)"])
            return
        }
        for channel in old { _ = await stop(channel, of: feed, account) }
    }

    /// Up to a tenth less for some: channels that are made together are not renewed together.
    private static func life(of channelId: String) -> TimeInterval {
        let draw = Double(Digest.sha256(["life", channelId])[0]) / 255
        return (longestLife * (1 - 0.1 * draw)).rounded(.down)
    }

    private func isRefused(_ feed: Feed) -> Bool {
        feed.watchRefusedAt.map { $0.addingTimeInterval(Self.refusedSeconds) > now() } ?? false
    }

    /// Ends a channel whose ping came though nobody knows it: of an answer that was lost, or of a lost store.
    func stopUnknown(_ ping: GooglePing, of feed: Feed, _ account: CalendarAccount) async {
        guard let id = ping.channelId, let resourceId = ping.resourceId, !feed.channels.contains(where: { $0.id == id })
        else { return }
        logger.info("a channel that nobody knows", metadata: ["feed": "\(feed.id)"])
        _ = await stop(FeedChannel(id: id, resourceId: resourceId, createdAt: now()), of: feed, account)
    }

    /// No link wants the feed any more: no push, no polling, and a later link begins with a full reading.
    func close(
        _ feed: inout Feed, google: any CalendarAccounts, because ping: GooglePing? = nil, under lease: FeedLease
    ) async throws {
        var open: [FeedChannel] = []
        if !feed.channels.isEmpty || ping?.resourceId != nil {
            let account = try? await google.account(integrationId: feed.integrationId)
            if let account, let ping { await stopUnknown(ping, of: feed, account) }
            for channel in feed.channels {
                let isStopped = if let account { await stop(channel, of: feed, account) } else { false }
                // One that ends by itself need not be remembered longer; for any other its pings bring us here again.
                if !isStopped, let end = channel.expiresAt, end > now() { open.append(channel) }
            }
        }
        feed.channels = open
        feed.syncToken = nil
        feed.dueAt = nil
        // What was so of the channels of then says nothing of the next.
        feed.pushLostSince = nil
        feed.unannouncedSince = nil
        feed.isWatchable = true
        feed.watchRefusedAt = nil
        feed.behindClasses = nil
        try await store.save(feed, under: lease)
    }

    /// - Returns: whether Google has stopped it, or no longer knows it.
    private func stop(_ channel: FeedChannel, of feed: Feed, _ account: CalendarAccount) async -> Bool {
        guard let resourceId = channel.resourceId else { return false }
        do {
            try await account.calendar.stopChannel(id: channel.id, resourceID: resourceId, as: account.tokens)
            return true
        } catch GoogleError.notFound {
            return true
        } catch {
            // It ends by itself; until then its pings are answered and skipped.
            logger.info("channel not stopped", metadata: ["feed": "\(feed.id)", "error": "\(error)"])
            return false
        }
    }

    private func liveChannel(of feed: Feed) -> FeedChannel? {
        let silence = PushSilence(now: now())
        return feed.channels.first { channel in
            (channel.renewAt.map { $0 > now() } ?? false) && !silence.isUseless(channel, of: feed)
        }
    }
}
