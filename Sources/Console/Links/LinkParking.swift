import CalendarSync
import Foundation

/// What of a link waits parked: of its class, and of the reading of its calendar.
struct LinkParking: Hashable, Sendable {
    let count: Int
    /// Why the first of them waits.
    let reason: SyncResult.Reason
    /// When it is tried again.
    let dueAt: Date

    /// Nil where nothing waits.
    init?(_ groups: [ParkedGroup], classId: String, feedId: String) {
        let own = groups.filter { $0.classId == classId || $0.feedId == feedId }
        // What waits for being behind another says nothing of why.
        let first = own.min { one, other in
            (one.reason == .behindParked ? 1 : 0, one.dueAt) < (other.reason == .behindParked ? 1 : 0, other.dueAt)
        }
        guard let first else { return nil }
        count = own.reduce(0) { $0 + $1.count }
        reason = first.reason
        dueAt = first.dueAt
    }
}
