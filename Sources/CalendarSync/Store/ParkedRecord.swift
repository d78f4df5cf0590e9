public import Foundation
public import Records

/// A record put aside whole, so that it can be handled again as if it had just come.
public struct ParkedRecord: Hashable, Sendable {
    public let key: String
    public let accountId: String?
    /// Nil: it speaks of no class, or of more than one.
    public let classId: String?
    public let record: ConsumedRecord
    public let reason: SyncResult.Reason
    public let condition: ParkingCondition
    public let parkedAt: Date
    /// When the key may be tried again.
    public let dueAt: Date

    public init(
        key: String, accountId: String?, classId: String? = nil, record: ConsumedRecord, reason: SyncResult.Reason,
        condition: ParkingCondition, parkedAt: Date, dueAt: Date
    ) {
        self.key = key
        self.accountId = accountId
        self.classId = classId
        self.record = record
        self.reason = reason
        self.condition = condition
        self.parkedAt = parkedAt
        self.dueAt = dueAt
    }

    /// The same record, waiting for something else.
    public func waiting(
        _ reason: SyncResult.Reason, until condition: ParkingCondition, dueAt: Date
    ) -> ParkedRecord {
        ParkedRecord(
            key: key, accountId: accountId, classId: classId, record: record, reason: reason, condition: condition,
            parkedAt: parkedAt, dueAt: dueAt)
    }
}
