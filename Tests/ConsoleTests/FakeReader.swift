import Records
import Synchronization

/// Topics in memory.
final class FakeReader: RecordReader {
    struct Unreachable: Error {}

    private let state = Mutex((records: [ConsumedRecord](), isReachable: true))

    func append(_ records: [ConsumedRecord]) { state.withLock { $0.records += records } }

    func vanish() { state.withLock { $0.isReachable = false } }

    func readAll(
        of topic: String, progress: @escaping @Sendable (Int64, Int64) -> Void,
        _ body: @escaping @Sendable (ConsumedRecord) throws -> Void
    ) async throws {
        let (records, isReachable) = state.withLock { $0 }
        guard isReachable else { throw Unreachable() }
        for record in records where record.topicPartition.topic == topic { try body(record) }
    }
}
