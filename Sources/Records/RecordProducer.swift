/// The way out to Kafka.
public protocol RecordProducer: Sendable {
    /// Returns when every in-sync replica has the record (`acks=all`), with the place it was given.
    /// - Throws: what the broker or the client library answered instead; the record may then be there or not.
    @discardableResult
    func send(_ record: OutgoingRecord) async throws -> RecordPosition
}

extension RecordProducer {
    /// Sends all at once and returns when all are acknowledged; throws the first failure.
    public func send(_ records: [OutgoingRecord]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for record in records {
                group.addTask { try await self.send(record) }
            }
            try await group.waitForAll()
        }
    }
}
