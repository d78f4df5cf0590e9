import CalendarSync
import Foundation
import Kafka
import Logging
import Records
import Synchronization

/// Reads the results topic and hands each result to whoever waits for it.
final class ResultsWatcher: PartitionListener {
    private struct Waiter {
        let matches: @Sendable (SyncResult) -> Bool
        let continuation: AsyncStream<SyncResult>.Continuation
    }

    private struct State {
        var results: [SyncResult] = []
        var waiters: [UUID: Waiter] = [:]
        var isAssigned = false
    }

    private let state = Mutex(State())
    private let consumer: KafkaConsumer

    init(configuration: KafkaConfiguration, topics: Topics, logger: Logger) throws {
        consumer = try KafkaConsumer(
            configuration: configuration, group: topics.prefix + "demo", topics: [topics.results], logger: logger)
    }

    func run() async throws { try await consumer.run(self) }

    func close() { consumer.close() }

    var isReading: Bool { state.withLock { $0.isAssigned } }
    var count: Int { state.withLock { $0.results.count } }

    /// The first result from number `start` on that matches; nil where none comes in time.
    func first(
        from start: Int, within limit: Duration, where matches: @escaping @Sendable (SyncResult) -> Bool
    ) async -> SyncResult? {
        let (stream, continuation) = AsyncStream<SyncResult>.makeStream()
        let id = UUID()
        state.withLock { state in
            if let found = state.results.dropFirst(start).first(where: matches) {
                continuation.yield(found)
            } else {
                state.waiters[id] = Waiter(matches: matches, continuation: continuation)
            }
        }
        defer { state.withLock { $0.waiters[id] = nil } }
        return await withTaskGroup(of: SyncResult?.self) { group in
            group.addTask {
                for await result in stream { return result }
                return nil
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }

    // MARK: PartitionListener

    func assigned(_ partitions: [TopicPartition]) async {
        state.withLock { $0.isAssigned = !partitions.isEmpty }
    }

    func received(_ records: [ConsumedRecord]) {
        for record in records {
            if let value = record.value, let result = try? JSONDecoder().decode(SyncResult.self, from: Data(value)) {
                state.withLock { state in
                    state.results.append(result)
                    for waiter in state.waiters.values where waiter.matches(result) {
                        waiter.continuation.yield(result)
                    }
                }
            }
            try? consumer.storeOffset(record.offset + 1, of: record.topicPartition)
        }
    }

    func revoked(_ partitions: [TopicPartition]) async {}
    func lost(_ partitions: [TopicPartition]) async {}
}
