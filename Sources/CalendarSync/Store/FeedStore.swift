public import Foundation

/// Feeds, their leases and the blocks that come of them.
public protocol FeedStore: Sendable {
    /// Stores a feed where there is none of its id, else makes the one there due by the new one's `dueAt`.
    func ensure(_ feed: Feed) async throws
    func feed(id: String) async throws -> Feed?
    /// Those of them that there are, by id.
    func feeds(ids: Set<String>) async throws -> [String: Feed]

    /// Takes the lease where it is free, has run out by `now`, or is the holder's own; the fence goes up each time.
    /// Nil where another holder has it, or there is no such feed.
    func lease(feedId: String, holder: String, now: Date, until: Date) async throws -> FeedLease?
    /// Prolongs a lease. Throws `StoreError.fenced` where it is no longer ours.
    func renew(_ lease: FeedLease, until: Date) async throws -> FeedLease
    /// Gives a lease back; does nothing where it is no longer ours.
    func release(_ lease: FeedLease) async throws

    /// Stores a feed under its lease. Throws `StoreError.fenced` where that is no longer ours.
    func save(_ feed: Feed, under lease: FeedLease) async throws
    /// All feeds by id; `after` is the last one of the page before.
    func feeds(after: String?, limit: Int) async throws -> [Feed]

    /// The blocks of a class that come from these sources.
    func blocks(of key: ClassKey, feedId: String, sourceIds: [String]) async throws -> [StoredBlock]
    /// All blocks of a class that come from a feed.
    func blocks(of key: ClassKey, feedId: String) async throws -> [StoredBlock]
    /// Those of them that overlap `bounds`, in the order in which they end.
    func blocks(of key: ClassKey, feedId: String, within bounds: DateInterval) async throws -> [StoredBlock]
    /// The classes that have blocks of a feed, whether or not they are still linked to it.
    func classesWithBlocks(feedId: String) async throws -> [ClassKey]
    /// How many blocks stand for a class.
    func blockCount(of key: ClassKey) async throws -> Int
    /// How many blocks stand for each class of an account that has any, by class id.
    func blockCounts(accountId: String) async throws -> [String: Int]
    /// How many source events of a feed have blocks of a class that end after `time`; a series counts as one.
    func sourceCount(of key: ClassKey, feedId: String, endingAfter time: Date) async throws -> Int
    /// The blocks of a class that the feed's full reading of this number did not see.
    func unseenBlocks(of key: ClassKey, feedId: String, reading: Int64) async throws -> [UnseenBlock]
    /// Notes which full reading saw these blocks. Throws `StoreError.fenced` where the lease is no longer ours.
    func mark(_ blockIds: [String], reading: Int64, under lease: FeedLease) async throws
    /// Stores and forgets blocks under the feed's lease, all or none. Throws `StoreError.fenced` where that is no longer ours.
    func apply(store: [StoredBlock], forget: [StoredBlock], under lease: FeedLease) async throws
}
