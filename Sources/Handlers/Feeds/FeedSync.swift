import CalendarSync
import Foundation
import GoogleCalendar

/// One reading of a feed: the changes since its token, or everything where there is none. The token is stored last, when
/// every block of the change has been written.
struct FeedSync: Sendable {
    let store: any AccountStore & FeedStore
    let blocks: BlockSync
    let now: @Sendable () -> Date

    /// Blocks are exact at least this far ahead. Series are expanded a week further, so that the horizon need not be moved every day.
    static let horizonDays = 365.0
    static let expandedDays = 372.0

    func run(
        _ feed: inout Feed, links: [ClassLink], account: CalendarAccount, full: Bool, lease: FeedLease
    ) async throws -> [SyncEffect] {
        let needsAll =
            full || feed.syncToken == nil || links.contains { $0.blocksCompleteAt == nil }
            || (feed.expandedUntil ?? .distantPast) < now().addingTimeInterval(Self.horizonDays * 86_400)
        guard needsAll else {
            do {
                return try await readChanges(&feed, links, account, lease)
            } catch GoogleError.fullSyncRequired {
                return try await readAll(&feed, links, account, lease)
            } catch GoogleError.invalidSyncToken {
                return try await readAll(&feed, links, account, lease)
            }
        }
        return try await readAll(&feed, links, account, lease)
    }

    private func readChanges(
        _ feed: inout Feed, _ links: [ClassLink], _ account: CalendarAccount, _ lease: FeedLease
    ) async throws -> [SyncEffect] {
        let reader = reader(feed, account, lease)
        let reading = try await reader.changes(since: feed.syncToken)
        // Days are days of the calendar's zone: where its owner has chosen another, every all-day event is at another time,
        // and Google lists none of them as changed.
        if let zone = feed.timeZone, zone != reading.timeZone { throw GoogleError.fullSyncRequired }
        guard !reading.sourceIds.isEmpty else {
            try await close(&feed, reading, lease)
            return []
        }
        let effects = try await blocks.write(
            reading, feedId: feed.id, links: links, scope: .sources(Array(reading.sourceIds)), lease: lease)
        try await close(&feed, reading, lease)
        return effects
    }

    private func readAll(
        _ feed: inout Feed, _ links: [ClassLink], _ account: CalendarAccount, _ lease: FeedLease
    ) async throws -> [SyncEffect] {
        feed.expandedUntil = now().addingTimeInterval(Self.expandedDays * 86_400)
        let reading = try await reader(feed, account, lease).everything()
        var effects = try await blocks.write(reading, feedId: feed.id, links: links, scope: .feed, lease: lease)
        try await close(&feed, reading, lease)
        // What was written while the pages were read comes with the changes at once, not with the next ping. Google's full
        // list may miss a write of the moment before it, and then only a later full list shows it.
        effects += try await readChanges(&feed, links, account, lease)
        for link in links where link.blocksCompleteAt == nil { try await markComplete(link) }
        return effects
    }

    private func reader(_ feed: Feed, _ account: CalendarAccount, _ lease: FeedLease) -> FeedReader {
        FeedReader(
            account: account, calendarId: feed.googleCalendarId,
            horizon: feed.expandedUntil ?? now().addingTimeInterval(Self.expandedDays * 86_400), now: now,
            keepAlive: { [store, now] in
                _ = try await store.renew(lease, until: now().addingTimeInterval(FeedHandler.leaseSeconds))
            })
    }

    private func close(_ feed: inout Feed, _ reading: FeedReading, _ lease: FeedLease) async throws {
        feed.syncToken = reading.nextSyncToken
        feed.timeZone = reading.timeZone
        feed.lastSyncedAt = now()
        try await store.save(feed, under: lease)
    }

    private func markComplete(_ link: ClassLink) async throws {
        guard var newest = try await store.link(link.classKey), newest.feedId == link.feedId,
            newest.options == link.options
        else {
            // Changed meanwhile: the change brings a reading of its own.
            return
        }
        newest.blocksCompleteAt = now()
        do {
            try await store.save(newest)
        } catch StoreError.conflict {
            try await markComplete(link)
        }
    }
}
