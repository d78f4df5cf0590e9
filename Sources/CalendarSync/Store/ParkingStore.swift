public import Foundation

/// Records put aside, in order within their key, until something changes.
public protocol ParkingStore: Sendable {
    /// Appends to the key's queue; a record (by its position) that is there already stays as it is.
    func park(_ record: ParkedRecord) async throws
    /// Whether records of this key are parked.
    func isParked(key: String) async throws -> Bool
    /// The key's records, first parked first.
    func parked(key: String, limit: Int) async throws -> [ParkedRecord]
    /// Takes a settled record out of the queue.
    func unpark(_ record: ParkedRecord) async throws
    /// Sets when the key may be tried again.
    func postpone(parkedKey: String, until: Date) async throws
    /// Says anew why the first record of a key waits, and for what; its whole key is due when it says.
    func parkAgain(_ record: ParkedRecord) async throws
    /// Makes all keys that wait for this condition due at `time`.
    func release(waitingFor condition: ParkingCondition, at time: Date) async throws
    /// Makes all keys of an account due at `time`, whatever they wait for.
    func release(accountId: String, at time: Date) async throws
    func parkedCount(accountId: String?) async throws -> Int
    /// What is parked of an account, and why.
    func parkedGroups(accountId: String) async throws -> [ParkedGroup]
    /// How many are parked, by reason.
    func parkedCounts() async throws -> [SyncResult.Reason: Int]
}
