import CalendarSync
import Foundation
import Synchronization

/// Parking in memory.
final class FakeParking: ParkingStore {
    private struct State {
        var records: [ParkedRecord] = []
        var due: [String: Date] = [:]
        /// How often the store is not there, before it is again.
        var failures = 0
    }

    private let state = Mutex(State())
    private let unstorable: Set<String>
    private let unparkable: Set<String>

    /// - Parameters:
    ///   - unstorable: keys that it can never hold, nor be asked for.
    ///   - unparkable: keys whose records it can never hold.
    init(unstorable: Set<String> = [], unparkable: Set<String> = []) {
        self.unstorable = unstorable
        self.unparkable = unparkable
    }

    private func check(_ key: String) throws {
        if unstorable.contains(key) { throw StoreError.unstorable("a text with a NUL cannot be stored") }
    }

    func park(_ record: ParkedRecord) async throws {
        try check(record.key)
        if unparkable.contains(record.key) { throw StoreError.unstorable("a key is too long to be indexed") }
        state.withLock { state in
            guard !state.records.contains(where: { $0.record == record.record }) else { return }
            state.records.append(record)
            state.due[record.key] = record.dueAt
        }
    }

    func isParked(key: String) async throws -> Bool {
        try check(key)
        return state.withLock { $0.records.contains { $0.key == key } }
    }

    func parked(key: String, limit: Int) async throws -> [ParkedRecord] {
        try check(key)
        return try state.withLock { state in
            if state.failures > 0 {
                state.failures -= 1
                throw StoreError.unavailable("test")
            }
            let records = Array(state.records.filter { $0.key == key }.prefix(limit))
            if records.contains(where: { $0.accountId == Self.unreadable }) {
                throw StoreError.corrupt(table: "parked_records", key: "test")
            }
            return records
        }
    }

    func unpark(_ record: ParkedRecord) async throws {
        state.withLock { $0.records.removeAll { $0.record == record.record } }
    }

    func postpone(parkedKey: String, until: Date) async throws { state.withLock { $0.due[parkedKey] = until } }

    func parkAgain(_ record: ParkedRecord) async throws {
        state.withLock { state in
            guard let index = state.records.firstIndex(where: { $0.record == record.record }) else { return }
            state.records[index] = record
            state.due[record.key] = record.dueAt
        }
    }

    func release(waitingFor condition: ParkingCondition, at time: Date) async throws {
        state.withLock { state in
            for record in state.records where record.condition == condition { state.due[record.key] = time }
        }
    }

    func release(accountId: String, at time: Date) async throws {
        state.withLock { state in
            for record in state.records where record.accountId == accountId { state.due[record.key] = time }
        }
    }

    func parkedCount(accountId: String?) async throws -> Int { state.withLock { $0.records.count } }

    func parkedGroups(accountId: String) async throws -> [ParkedGroup] {
        state.withLock { state in
            state.records.filter { $0.accountId == accountId }.map { record in
                ParkedGroup(
                    classId: record.classId, feedId: nil, reason: record.reason, count: 1, dueAt: record.dueAt)
            }
        }
    }

    func parkedCounts() async throws -> [SyncResult.Reason: Int] {
        state.withLock { Dictionary(grouping: $0.records, by: \.reason).mapValues(\.count) }
    }

    func dueAt(_ key: String) -> Date? { state.withLock { $0.due[key] } }

    /// The account of a record that is there and cannot be read.
    static let unreadable = "unreadable"

    func fail(times: Int) { state.withLock { $0.failures = times } }
}
