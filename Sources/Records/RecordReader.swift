/// A look at what a topic holds, for people's questions and not for handling.
public protocol RecordReader: Sendable {
    /// From the oldest record to the newest as it is when this begins, in order within each partition. A topic that is not
    /// there holds nothing.
    /// - Parameter progress: read so far, of how many.
    func readAll(
        of topic: String, progress: @escaping @Sendable (Int64, Int64) -> Void,
        _ body: @escaping @Sendable (ConsumedRecord) throws -> Void
    ) async throws
}
