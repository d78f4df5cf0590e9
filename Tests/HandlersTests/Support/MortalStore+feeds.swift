import CalendarSync
import Foundation

/// Feeds, leases and blocks as one worker's handling reaches them.
extension MortalStore: FeedStore {
    func feed(id: String) async throws -> Feed? {
        try await life.perform { try await store.feed(id: id) }
    }

    func lease(feedId: String, holder: String, now: Date, until: Date) async throws -> FeedLease? {
        try await life.perform {
            try await store.lease(feedId: feedId, holder: holder, now: now, until: until)
        }
    }

    func renew(_ lease: FeedLease, until: Date) async throws -> FeedLease {
        try await life.perform { try await store.renew(lease, until: until) }
    }

    func release(_ lease: FeedLease) async throws {
        try await life.perform { try await store.release(lease) }
    }

    func save(_ feed: Feed, under lease: FeedLease) async throws {
        try await life.perform { try await store.save(feed, under: lease) }
    }

    func blocks(of key: ClassKey, feedId: String, sourceIds: [String]) async throws -> [StoredBlock] {
        try await life.perform { try await store.blocks(of: key, feedId: feedId, sourceIds: sourceIds) }
    }

    func blocks(of key: ClassKey, feedId: String, within bounds: DateInterval) async throws -> [StoredBlock] {
        try await life.perform { try await store.blocks(of: key, feedId: feedId, within: bounds) }
    }

    func blocks(of key: ClassKey, feedId: String) async throws -> [StoredBlock] {
        try await life.perform { try await store.blocks(of: key, feedId: feedId) }
    }

    func classesWithBlocks(feedId: String) async throws -> [ClassKey] {
        try await life.perform { try await store.classesWithBlocks(feedId: feedId) }
    }

    func sourceCount(of key: ClassKey, feedId: String, endingAfter time: Date) async throws -> Int {
        try await life.perform { try await store.sourceCount(of: key, feedId: feedId, endingAfter: time) }
    }

    func unseenBlocks(of key: ClassKey, feedId: String, reading: Int64) async throws -> [UnseenBlock] {
        try await life.perform { try await store.unseenBlocks(of: key, feedId: feedId, reading: reading) }
    }

    func mark(_ blockIds: [String], reading: Int64, under lease: FeedLease) async throws {
        try await life.perform { try await store.mark(blockIds, reading: reading, under: lease) }
    }

    func apply(store changed: [StoredBlock], forget: [StoredBlock], under lease: FeedLease) async throws {
        try await life.perform { try await store.apply(store: changed, forget: forget, under: lease) }
    }

    // What reading a feed has no use for.

    func ensure(_ feed: Feed) async throws { try await store.ensure(feed) }

    func feeds(after: String?, limit: Int) async throws -> [Feed] { try await store.feeds(after: after, limit: limit) }

    func feeds(ids: Set<String>) async throws -> [String: Feed] { try await store.feeds(ids: ids) }

    func blockCounts(accountId: String) async throws -> [String: Int] {
        try await store.blockCounts(accountId: accountId)
    }

    func blockCount(of key: ClassKey) async throws -> Int { try await store.blockCount(of: key) }
}
