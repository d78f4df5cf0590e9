public import Foundation

/// What a handler is told of the record besides its content.
public struct InputContext: Sendable {
    public let source: SyncResult.Source
    public var subject: ResultSubject
    /// When the record was written to its topic.
    public let receivedAt: Date
    /// 1 for the first try.
    public let attempt: Int
    private let now: @Sendable () -> Date

    public init(
        source: SyncResult.Source, subject: ResultSubject, receivedAt: Date, attempt: Int,
        now: @escaping @Sendable () -> Date
    ) {
        self.source = source
        self.subject = subject
        self.receivedAt = receivedAt
        self.attempt = attempt
        self.now = now
    }

    public func result(
        _ outcome: SyncResult.Outcome, _ reason: SyncResult.Reason? = nil, effects: [SyncEffect] = [],
        notes: [String] = []
    ) -> SyncResult {
        SyncResult(
            outcome: outcome, reason: reason, source: source, subject: subject, effects: effects, notes: notes,
            receivedAt: receivedAt, handledAt: now())
    }
}
