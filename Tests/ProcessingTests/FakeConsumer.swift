import Records
import Synchronization

/// A group member whose partitions and records the test hands out.
final class FakeConsumer: RecordConsumer {
    struct State {
        var stored: [TopicPartition: Int64] = [:]
        var paused: Set<TopicPartition> = []
        var everPaused = false
    }

    let state = Mutex(State())
    private let (closed, close_) = AsyncStream<Void>.makeStream()
    private let script: @Sendable (FakeConsumer, any PartitionListener) async -> Void

    init(_ script: @escaping @Sendable (FakeConsumer, any PartitionListener) async -> Void) {
        self.script = script
    }

    func run(_ listener: any PartitionListener) async throws {
        await script(self, listener)
        for await _ in closed {}
    }

    func storeOffset(_ next: Int64, of partition: TopicPartition) throws {
        state.withLock { $0.stored[partition] = next }
    }

    func pause(_ partitions: [TopicPartition]) throws {
        state.withLock {
            $0.paused.formUnion(partitions)
            $0.everPaused = true
        }
    }

    func resume(_ partitions: [TopicPartition]) throws {
        state.withLock { $0.paused.subtract(partitions) }
    }

    func close() { close_.finish() }
}
