import CalendarSync
import Foundation
import Synchronization

/// What is due, in memory.
final class FakeDueStore: DueStore {
    struct Unavailable: Error {}

    private struct State {
        var feeds: [String: Feed] = [:]
        var keys: [String: Date] = [:]
        /// All of them stale.
        var links: [ClassLink] = []
        var askedUntil: [ClassKey: Date] = [:]
        /// None of them done.
        var unlinkings: [Unlinking] = []
        var unlinkedUntil: [ClassKey: Date] = [:]
        /// With intents, from since when on they are due.
        var bookings: [(state: BookingState, due: Date)] = []
        var queries = 0
        var isDown = false

        /// The longest overdue first.
        mutating func feeds(
            dueBy time: Date, at column: WritableKeyPath<Feed, Date?>, limit: Int, leasedUntil: Date?
        ) -> [Feed] {
            let due = feeds.values.filter { ($0[keyPath: column] ?? .distantFuture) <= time }
                .sorted { ($0[keyPath: column] ?? time, $0.id) < ($1[keyPath: column] ?? time, $1.id) }.prefix(limit)
            guard let leasedUntil else { return Array(due) }
            return due.map { feed in
                var leased = feed
                leased[keyPath: column] = leasedUntil
                feeds[feed.id] = leased
                return leased
            }
        }
    }

    private let state = Mutex(State())

    init(
        feeds: [Feed] = [], keys: [String: Date] = [:], staleLinks: [ClassLink] = [], unlinkings: [Unlinking] = [],
        bookings: [BookingState] = []
    ) {
        state.withLock { state in
            state.feeds = Dictionary(uniqueKeysWithValues: feeds.map { ($0.id, $0) })
            state.keys = keys
            state.links = staleLinks
            state.unlinkings = unlinkings
            state.bookings = bookings.map { booking in
                (booking, booking.intentsSince?.addingTimeInterval(MirrorIntent.patience) ?? .distantFuture)
            }
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

    func feeds(dueBy time: Date, limit: Int, leasedUntil: Date?) async throws -> [Feed] {
        try checked { state in
            state.queries += 1
            return state.feeds(dueBy: time, at: \.dueAt, limit: limit, leasedUntil: leasedUntil)
        }
    }

    func postpone(feedId: String, until: Date) async throws {
        try checked { $0.feeds[feedId]?.dueAt = until }
    }

    func parkedKeys(dueBy time: Date, limit: Int, leasedUntil: Date?) async throws -> [String] {
        try checked { state in
            state.queries += 1
            let due = state.keys.filter { $0.value <= time }.keys.sorted().prefix(limit)
            for key in due { state.keys[key] = leasedUntil ?? state.keys[key] }
            return Array(due)
        }
    }

    func postpone(parkedKey: String, until: Date) async throws {
        try checked { $0.keys[parkedKey] = until }
    }

    func feeds(auditDueBy time: Date, limit: Int, leasedUntil: Date?) async throws -> [Feed] {
        try checked { $0.feeds(dueBy: time, at: \.auditDueAt, limit: limit, leasedUntil: leasedUntil) }
    }

    func postpone(auditOf feedId: String, until: Date) async throws {
        try checked { $0.feeds[feedId]?.auditDueAt = until }
    }

    func staleLinks(at time: Date, limit: Int, leasedUntil: Date?) async throws -> [ClassLink] {
        try checked { state in
            let stale = state.links.filter { (state.askedUntil[$0.classKey] ?? .distantPast) <= time }.prefix(limit)
            if let leasedUntil { for link in stale { state.askedUntil[link.classKey] = leasedUntil } }
            return Array(stale)
        }
    }

    func unlinkings(dueBy time: Date, limit: Int, leasedUntil: Date?) async throws -> [Unlinking] {
        try checked { state in
            let due = state.unlinkings.filter { unlinking in
                let begun = unlinking.requestedAt.addingTimeInterval(Unlinking.patience)
                return (state.unlinkedUntil[unlinking.classKey] ?? begun) <= time
            }.prefix(limit)
            if let leasedUntil { for unlinking in due { state.unlinkedUntil[unlinking.classKey] = leasedUntil } }
            return Array(due)
        }
    }

    func postpone(unlinkingOf key: ClassKey, until: Date) async throws {
        try checked { $0.unlinkedUntil[key] = until }
    }

    func bookings(intentsDueBy time: Date, limit: Int, leasedUntil: Date?) async throws -> [BookingState] {
        try checked { state in
            let due = state.bookings.indices.filter { state.bookings[$0].due <= time }.prefix(limit)
            if let leasedUntil { for index in due { state.bookings[index].due = leasedUntil } }
            return due.map { state.bookings[$0].state }
        }
    }

    func postpone(intentsOf booking: Booking, until: Date) async throws {
        try checked { state in
            for index in state.bookings.indices where state.bookings[index].state.booking == booking {
                state.bookings[index].due = until
            }
        }
    }

    func postpone(releaseOf key: ClassKey, until: Date) async throws {
        try checked { $0.askedUntil[key] = until }
    }
}
