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

    func park(_ record: ParkedRecord) async throws {
        state.withLock { state in
            guard !state.records.contains(where: { $0.record == record.record }) else { return }
            state.records.append(record)
            state.due[record.key] = record.dueAt
        }
    }

    func isParked(key: String) async throws -> Bool { state.withLock { $0.records.contains { $0.key == key } } }

    func parked(key: String, limit: Int) async throws -> [ParkedRecord] {
        try state.withLock { state in
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

    func parkedCounts() async throws -> [SyncResult.Reason: Int] {
        state.withLock { Dictionary(grouping: $0.records, by: \.reason).mapValues(\.count) }
    }

    func dueAt(_ key: String) -> Date? { state.withLock { $0.due[key] } }

    /// The account of a record that is there and cannot be read.
    static let unreadable = "unreadable"

    func fail(times: Int) { state.withLock { $0.failures = times } }
}
