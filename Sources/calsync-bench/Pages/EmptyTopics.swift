import Records

/// A broker whose topics hold nothing.
struct EmptyTopics: RecordReader {
    func readAll(
        of topic: String, progress: @escaping @Sendable (Int64, Int64) -> Void,
        _ body: @escaping @Sendable (ConsumedRecord) throws -> Void
    ) async throws {}
}
