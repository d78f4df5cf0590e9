public import Foundation

/// The links that have opened the console: each does so once, whatever process it comes to.
public protocol EntryLinkStore: Sendable {
    /// Notes that a link is used, and forgets those that nobody need remember by `now`.
    /// - Parameter remembered: until when it could be used again, by the slowest of the servers' clocks.
    /// - Returns: false where it was used before.
    func use(entryLink id: String, remembered: Date, now: Date) async throws -> Bool
}
