public import Foundation

/// What has lately happened to the classes, for people to look at. Losing it would lose no work.
public protocol ActivityStore: Sendable {
    /// Keeps entries; one that is there already stays as it is. Forgets what is older than `ActivityEntry.lifetime`, and
    /// of each class named by the entries all but the newest `ActivityEntry.mostPerClass`.
    func record(_ entries: [ActivityEntry], now: Date) async throws
    /// Newest first, of one class or of all of the account; `after` is the last one of the page before.
    func activity(
        accountId: String, classId: String?, after: ActivityCursor?, limit: Int
    ) async throws -> [ActivityEntry]
}
