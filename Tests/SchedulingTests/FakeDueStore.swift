import CalendarSync
import Foundation
import Synchronization

/// What is due, in memory. Of the two protocols only what the scheduler asks for does anything.
final class FakeDueStore: FeedStore, ParkingStore {
    struct Unavailable: Error {}
    /// The scheduler has no business with the rest.
    struct NotAsked: Error {}

    private struct State {
        var feeds: [String: Feed] = [:]
        var keys: [String: Date] = [:]
        var queries = 0
        var isDown = false
    }

    private let state = Mutex(State())

    init(feeds: [Feed] = [], keys: [String: Date] = [:]) {
        state.withLock { state in
            state.feeds = Dictionary(uniqueKeysWithValues: feeds.map { ($0.id, $0) })
            state.keys = keys
        }
    }

    var isDown: Bool {
        get { state.withLock(\.isDown) }
        set { state.withLock { $0.isDown = newValue } }
    }
    /// How often it was asked what is due.
    var queries: Int { state.withLock(\.queries) }

    func dueAt(feedId: String) -> Date? { state.withLock { $0.feeds[feedId]?.dueAt } }
    func dueAt(key: String) -> Date? { state.withLock { $0.keys[key] } }

    private func checked<Value>(_ body: (inout State) -> Value) throws -> Value {
        try state.withLock { state in
            if state.isDown { throw Unavailable() }
            return body(&state)
        }
    }

    func feeds(dueBy time: Date, limit: Int) async throws -> [Feed] {
        try checked { state in
            state.queries += 1
            let due = state.feeds.values.filter { ($0.dueAt ?? .distantFuture) <= time }
            return Array(due.sorted { ($0.dueAt ?? time, $0.id) < ($1.dueAt ?? time, $1.id) }.prefix(limit))
        }
    }

    func postpone(feedId: String, until: Date) async throws {
        try checked { $0.feeds[feedId]?.dueAt = until }
    }

    func parkedKeys(dueBy time: Date, limit: Int) async throws -> [String] {
        try checked { state in
            state.queries += 1
            return Array(state.keys.filter { $0.value <= time }.keys.sorted().prefix(limit))
        }
    }

    func postpone(parkedKey: String, until: Date) async throws {
        try checked { $0.keys[parkedKey] = until }
    }

    func ensure(_ feed: Feed) async throws { throw NotAsked() }
    func feed(id: String) async throws -> Feed? { throw NotAsked() }
    func lease(feedId: String, holder: String, now: Date, until: Date) async throws -> FeedLease? { throw NotAsked() }
    func renew(_ lease: FeedLease, until: Date) async throws -> FeedLease { throw NotAsked() }
    func release(_ lease: FeedLease) async throws { throw NotAsked() }
    func save(_ feed: Feed, under lease: FeedLease) async throws { throw NotAsked() }
    func blocks(of key: ClassKey, feedId: String, sourceIds: [String]) async throws -> [StoredBlock] {
        throw NotAsked()
    }
    func blocks(of key: ClassKey, feedId: String) async throws -> [StoredBlock] { throw NotAsked() }
    func classesWithBlocks(feedId: String) async throws -> [ClassKey] { throw NotAsked() }
    func blockCount(of key: ClassKey) async throws -> Int { throw NotAsked() }
    func apply(store: [StoredBlock], forget: [StoredBlock], under lease: FeedLease) async throws { throw NotAsked() }
    func park(_ record: ParkedRecord) async throws { throw NotAsked() }
    func isParked(key: String) async throws -> Bool { throw NotAsked() }
    func parked(key: String, limit: Int) async throws -> [ParkedRecord] { throw NotAsked() }
    func unpark(_ record: ParkedRecord) async throws { throw NotAsked() }
    func release(waitingFor condition: ParkingCondition, at time: Date) async throws { throw NotAsked() }
    func parkedCount(accountId: String?) async throws -> Int { throw NotAsked() }
}
