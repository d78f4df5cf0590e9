import Records
import Synchronization

/// A member of a group of one, whose records a test hands out.
final class FakeConsumer: RecordConsumer {
    private struct State {
        var offsets: [TopicPartition: Int64] = [:]
        var paused: Set<TopicPartition> = []
        var listener: (any PartitionListener)?
    }

    private let state = Mutex(State())
    private let ends: AsyncStream<Void>
    private let end: AsyncStream<Void>.Continuation

    init() {
        (ends, end) = AsyncStream.makeStream()
    }

    var offsets: [TopicPartition: Int64] { state.withLock { $0.offsets } }
    var paused: Set<TopicPartition> { state.withLock { $0.paused } }
    var listener: (any PartitionListener)? { state.withLock { $0.listener } }

    func run(_ listener: any PartitionListener) async throws {
        state.withLock { $0.listener = listener }
        for await _ in ends {}
        await listener.revoked(Array(offsets.keys))
    }

    func storeOffset(_ next: Int64, of partition: TopicPartition) throws {
        state.withLock { $0.offsets[partition] = next }
    }

    func pause(_ partitions: [TopicPartition]) throws { state.withLock { $0.paused.formUnion(partitions) } }

    func resume(_ partitions: [TopicPartition]) throws { state.withLock { $0.paused.subtract(partitions) } }

    func close() { end.finish() }
}
