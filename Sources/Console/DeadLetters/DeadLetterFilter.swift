public import CalendarSync
public import Foundation

/// Which dead letters are meant; nil: any.
public struct DeadLetterFilter: Hashable, Sendable {
    public var reason: String?
    public var account: String?
    public var classId: String?
    /// Written at or after.
    public var from: Date?
    /// Written before.
    public var to: Date?

    public init(
        reason: String? = nil, account: String? = nil, classId: String? = nil, from: Date? = nil, to: Date? = nil
    ) {
        self.reason = reason
        self.account = account
        self.classId = classId
        self.from = from
        self.to = to
    }

    public var isEmpty: Bool { self == DeadLetterFilter() }

    public func matches(_ letter: ReadDeadLetter) -> Bool {
        let writtenAt = letter.note.writtenAt
        return (reason == nil || reason == letter.reason)
            && (account == nil || account == letter.accountId) && (classId == nil || classId == letter.classId)
            && (from.map { $0 <= writtenAt } ?? true) && (to.map { writtenAt < $0 } ?? true)
    }

    /// `2026-12-01`, in UTC, or RFC 3339.
    public static func time(_ text: String) -> Date? {
        Date(rfc3339: text) ?? Date(rfc3339: text + "T00:00:00Z")
    }
}
