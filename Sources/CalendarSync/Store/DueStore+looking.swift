public import Foundation

/// What is due, without taking it.
extension DueStore {
    public func feeds(dueBy time: Date, limit: Int) async throws -> [Feed] {
        try await feeds(dueBy: time, limit: limit, leasedUntil: nil)
    }

    public func feeds(auditDueBy time: Date, limit: Int) async throws -> [Feed] {
        try await feeds(auditDueBy: time, limit: limit, leasedUntil: nil)
    }

    public func staleLinks(at time: Date, limit: Int) async throws -> [ClassLink] {
        try await staleLinks(at: time, limit: limit, leasedUntil: nil)
    }

    public func unlinkings(dueBy time: Date, limit: Int) async throws -> [Unlinking] {
        try await unlinkings(dueBy: time, limit: limit, leasedUntil: nil)
    }

    public func bookings(intentsDueBy time: Date, limit: Int) async throws -> [BookingState] {
        try await bookings(intentsDueBy: time, limit: limit, leasedUntil: nil)
    }

    public func parkedKeys(dueBy time: Date, limit: Int) async throws -> [String] {
        try await parkedKeys(dueBy: time, limit: limit, leasedUntil: nil)
    }
}
