import Records

/// A broker behind which a worker has done what it is asked before the asking is acknowledged.
struct PromptWorker: RecordProducer {
    let producer: any RecordProducer
    let work: @Sendable () async throws -> Void

    func send(_ record: OutgoingRecord) async throws -> RecordPosition {
        let position = try await producer.send(record)
        try await work()
        return position
    }
}
