import CalendarSync
import Console
import Foundation

/// Asks the workers to compare links again and waits until they have.
struct ResyncRun: Sendable {
    let store: any AccountStore & FeedStore
    let resync: LinkResync

    /// - Parameter progress: calendars read, of how many.
    /// - Returns: the feeds that were not read in time.
    func run(_ links: [ClassLink], within limit: Duration, progress: (Int, Int) -> Void) async throws -> Set<String> {
        let asked = Date()
        for link in links { try await resync.ask(for: link) }
        return try await FeedVigil.wait(for: Set(links.map(\.feedId)), within: limit, progress: progress) { id in
            try await isRead(id, since: asked)
        }
    }

    /// Both directions: the whole calendar, and the bookings that are mirrored to it.
    private func isRead(_ feedId: String, since time: Date) async throws -> Bool {
        guard let feed = try await store.feed(id: feedId), feed.fullReading == nil,
            let synced = feed.lastSyncedAt, synced > time
        else { return false }
        return try await store.links(feedId: feedId).allSatisfy { $0.mirroring == nil }
    }
}
