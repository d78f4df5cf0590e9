public import Foundation

/// Parked records of an account that speak of the same class and feed and wait for the same reason.
public struct ParkedGroup: Hashable, Sendable {
    /// Nil: they speak of no class, or of more than one.
    public let classId: String?
    /// Nil: they are not about the reading of a calendar.
    public let feedId: String?
    public let reason: SyncResult.Reason
    public let count: Int
    /// When the first of them is tried again.
    public let dueAt: Date

    public init(classId: String?, feedId: String?, reason: SyncResult.Reason, count: Int, dueAt: Date) {
        self.classId = classId
        self.feedId = feedId
        self.reason = reason
        self.count = count
        self.dueAt = dueAt
    }
}
