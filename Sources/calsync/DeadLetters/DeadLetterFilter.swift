import CalendarSync
import Foundation

/// Which dead letters are meant; nil: any.
struct DeadLetterFilter: Sendable {
    var reason: String?
    var account: String?
    var classId: String?
    /// Written at or after.
    var from: Date?
    /// Written before.
    var to: Date?

    func matches(_ letter: ReadDeadLetter) -> Bool {
        let writtenAt = letter.note.writtenAt
        return (reason == nil || reason == letter.reason)
            && (account == nil || account == letter.accountId) && (classId == nil || classId == letter.classId)
            && (from.map { $0 <= writtenAt } ?? true) && (to.map { writtenAt < $0 } ?? true)
    }
}
