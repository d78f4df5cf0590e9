public import Foundation
public import Records

/// What the store keeps of a dead letter.
public struct DeadLetterNote: Hashable, Sendable {
    public enum Ending: String, Sendable {
        /// Its bytes were sent to their topic again.
        case replayed
        /// An operator has decided that nothing is to be done.
        case discarded
    }

    /// Where the input came from.
    public let source: RecordPosition
    public let accountId: String?
    public let classId: String?
    public let reason: String
    public let writtenAt: Date

    public init(source: RecordPosition, accountId: String?, classId: String?, reason: String, writtenAt: Date) {
        self.source = source
        self.accountId = accountId
        self.classId = classId
        self.reason = reason
        self.writtenAt = writtenAt
    }
}
