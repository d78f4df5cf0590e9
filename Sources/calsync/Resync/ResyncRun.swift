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
        let began = ContinuousClock.now
        let asked = Date()
        for link in links { try await resync.ask(for: link) }
        var waiting = Set(links.map(\.feedId))
        let all = waiting.count
        progress(0, all)
        while !waiting.isEmpty, ContinuousClock.now - began < limit {
            let before = waiting.count
            for id in waiting where try await isRead(id, since: asked) { waiting.remove(id) }
            if waiting.count < before {
                progress(all - waiting.count, all)
            } else {
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        return waiting
    }

    /// Both directions: the whole calendar, and the bookings that are mirrored to it.
    private func isRead(_ feedId: String, since time: Date) async throws -> Bool {
        guard let feed = try await store.feed(id: feedId), feed.fullReading == nil,
            let synced = feed.lastSyncedAt, synced > time
        else { return false }
        return try await store.links(feedId: feedId).allSatisfy { $0.mirroring == nil }
    }
}
