public import Foundation

/// The newest state of every subscription.
public protocol BookingStore: Sendable {
    func booking(accountId: String, subscriptionId: String) async throws -> BookingState?
    /// Saves with the revision raised by one, which is returned. Durable when it returns.
    /// - Throws: `StoreError.conflict` where the stored revision is not the one given.
    @discardableResult
    func save(_ state: BookingState) async throws -> Int64
    /// Subscriptions of a class whose last session ends after `time`, by subscription id; `after` is the last one of the
    /// page before.
    func bookings(of key: ClassKey, endingAfter time: Date, after: String?, limit: Int) async throws -> [BookingState]
    /// How many those are.
    func bookingCount(of key: ClassKey, endingAfter time: Date) async throws -> Int
    /// Subscriptions of a class with a session or a mirror event that may overlap `bounds`, by subscription id.
    func bookings(of key: ClassKey, within bounds: DateInterval) async throws -> [BookingState]
    /// How many mirror events stand for each class of an account that has any, by class id.
    func mirrorCounts(accountId: String) async throws -> [String: Int]
    /// How many mirror events stand for a class.
    func mirrorCount(of key: ClassKey) async throws -> Int
}
