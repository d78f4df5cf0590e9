public import Foundation

/// Feeds, their leases and the blocks that come of them.
public protocol FeedStore: Sendable {
    /// Stores a feed where there is none of its id, else makes the one there due by the new one's `dueAt`.
    func ensure(_ feed: Feed) async throws
    func feed(id: String) async throws -> Feed?

    /// Takes the lease where it is free, has run out by `now`, or is the holder's own; the fence goes up each time.
    /// Nil where another holder has it, or there is no such feed.
    func lease(feedId: String, holder: String, now: Date, until: Date) async throws -> FeedLease?
    /// Prolongs a lease. Throws `StoreError.fenced` where it is no longer ours.
    func renew(_ lease: FeedLease, until: Date) async throws -> FeedLease
    /// Gives a lease back; does nothing where it is no longer ours.
    func release(_ lease: FeedLease) async throws

    /// Stores a feed under its lease. Throws `StoreError.fenced` where that is no longer ours.
    func save(_ feed: Feed, under lease: FeedLease) async throws
    /// Feeds whose `dueAt` has come, the longest overdue first.
    func feeds(dueBy time: Date, limit: Int) async throws -> [Feed]
    /// Moves the feed's `dueAt`, lease or no lease, so that one reading is asked for once.
    func postpone(feedId: String, until: Date) async throws

    /// The blocks of a class that come from these sources.
    func blocks(of key: ClassKey, feedId: String, sourceIds: [String]) async throws -> [StoredBlock]
    /// All blocks of a class that come from a feed.
    func blocks(of key: ClassKey, feedId: String) async throws -> [StoredBlock]
    /// The classes that have blocks of a feed, whether or not they are still linked to it.
    func classesWithBlocks(feedId: String) async throws -> [ClassKey]
    /// How many blocks stand for a class.
    func blockCount(of key: ClassKey) async throws -> Int
    /// Stores and forgets blocks under the feed's lease, all or none. Throws `StoreError.fenced` where that is no longer ours.
    func apply(store: [StoredBlock], forget: [StoredBlock], under lease: FeedLease) async throws
}
