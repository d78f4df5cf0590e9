public import Foundation

/// The way to the other side's busy blocks.
public protocol BusyBlockWriter: Sendable {
    /// Writes and removes blocks of one class; both are idempotent.
    /// - Returns: how many calls that took.
    /// - Throws: `BlockWriteError`, or the failure of the account that it writes on behalf of; some of the changes may then
    ///   have been made.
    @discardableResult
    func apply(upserts: [BusyBlock], removals: [BusyBlock]) async throws -> Int

    /// The blocks of our making that stand for a class and overlap `from..<to`.
    /// - Parameter calendarId: Kartra's calendar.
    /// - Throws: as `apply` does.
    func standing(of key: ClassKey, calendarId: String, from: Date, to: Date) async throws -> [StandingBlock]
}
