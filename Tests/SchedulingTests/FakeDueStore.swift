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

    func feeds(auditDueBy time: Date, limit: Int) async throws -> [Feed] {
        try checked { state in
            let due = state.feeds.values.filter { ($0.auditDueAt ?? .distantFuture) <= time }
            return Array(due.sorted { $0.id < $1.id }.prefix(limit))
        }
    }

    func postpone(auditOf feedId: String, until: Date) async throws {
        try checked { $0.feeds[feedId]?.auditDueAt = until }
    }

    func staleLinks(at time: Date, limit: Int) async throws -> [ClassLink] {
        try checked { state in
            let stale = state.links.filter { (state.askedUntil[$0.classKey] ?? .distantPast) <= time }
            return Array(stale.prefix(limit))
        }
    }

    func unlinkings(dueBy time: Date, limit: Int) async throws -> [Unlinking] {
        try checked { state in
            let due = state.unlinkings.filter { unlinking in
                let begun = unlinking.requestedAt.addingTimeInterval(Unlinking.patience)
                return (state.unlinkedUntil[unlinking.classKey] ?? begun) <= time
            }
            return Array(due.prefix(limit))
        }
    }

    func postpone(unlinkingOf key: ClassKey, until: Date) async throws {
        try checked { $0.unlinkedUntil[key] = until }
    }

    func bookings(intentsDueBy time: Date, limit: Int) async throws -> [BookingState] {
        try checked { state in Array(state.bookings.filter { $0.due <= time }.map(\.state).prefix(limit)) }
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
