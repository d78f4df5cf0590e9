public import CalendarSync
public import Foundation
public import Logging
public import Records
import Synchronization

/// Reads the results topic as a member of a group of its own, and keeps what is worth telling. An offset is stored when
/// what lies below it is in the store; what is delivered again is kept once.
public final class ActivityRecorder: PartitionListener {
    /// So much waits in memory before the topic has to.
    private static let longestQueue = 5_000
    private static let batchSize = 500
    private static let pauseAfterFailure = Duration.seconds(1)

    private struct State {
        var queue: [ConsumedRecord] = []
        var paused: Set<TopicPartition> = []
        var assigned: Set<TopicPartition> = []
    }

    private let consumer: any RecordConsumer
    private let store: any ActivityStore & AccountStore & FeedStore
    private let topics: Topics
    private let now: @Sendable () -> Date
    private let logger: Logger
    private let state = Mutex(State())
    private let arrivals: AsyncStream<Void>
    private let arrived: AsyncStream<Void>.Continuation

    public init(
        consumer: any RecordConsumer, store: any ActivityStore & AccountStore & FeedStore, topics: Topics,
        now: @escaping @Sendable () -> Date = { Date() }, logger: Logger
    ) {
        self.consumer = consumer
        self.store = store
        self.topics = topics
        self.now = now
        self.logger = logger
        (arrivals, arrived) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Until the consumer is closed, or the task cancelled.
    public func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { self.arrived.finish() }
                try await self.consumer.run(self)
            }
            group.addTask { await self.keepWhatArrives() }
            // The consumer ends first, and with it the arrivals.
            try await group.next()
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    public func close() { consumer.close() }

    private func keepWhatArrives() async {
        for await _ in arrivals {
            while let batch = nextBatch() {
                while !Task.isCancelled {
                    do {
                        try await keep(batch)
                        storeOffsets(batch)
                        break
                    } catch {
                        logger.warning("activity not kept", metadata: ["error": "\(error)"])
                        try? await Task.sleep(for: Self.pauseAfterFailure)
                    }
                }
            }
        }
    }

    /// What the store can never hold keeps nothing else out.
    private func keep(_ batch: [ConsumedRecord]) async throws {
        do {
            try await store.record(try await entries(batch), now: now())
        } catch StoreError.unstorable(let reason) {
            guard batch.count == 1 else {
                for record in batch { try await keep([record]) }
                return
            }
            logger.error(
                "activity that cannot be kept is passed over",
                metadata: ["record": "\(batch[0].position)", "error": "\(reason)"])
        }
    }

    private func nextBatch() -> [ConsumedRecord]? {
        let (batch, resumed) = state.withLock { state -> ([ConsumedRecord], [TopicPartition]) in
            let batch = Array(state.queue.prefix(Self.batchSize))
            state.queue.removeFirst(batch.count)
            guard state.queue.isEmpty else { return (batch, []) }
            defer { state.paused = [] }
            return (batch, Array(state.paused))
        }
        if !resumed.isEmpty { try? consumer.resume(resumed) }
        return batch.isEmpty || Task.isCancelled ? nil : batch
    }

    private func entries(_ records: [ConsumedRecord]) async throws -> [ActivityEntry] {
        let oldest = now().addingTimeInterval(-ActivityEntry.lifetime)
        var entries: [ActivityEntry] = []
        for record in records {
            // The topic is ours; what cannot be read was written by a newer version, and is no reason to stop.
            guard let (id, result) = try? SyncResult.read(record), result.isNews,
                let at = Date(rfc3339: result.handledAt),
                at > oldest
            else { continue }
            for owner in try await owners(of: result) {
                entries.append(
                    ActivityEntry(
                        result, id: id, accountId: owner.accountId, classId: owner.classId, at: at, topics: topics))
            }
        }
        return entries
    }

    private struct Owner {
        let accountId: String
        let classId: String?
    }

    /// A calendar may serve several classes, and its reading is told of each.
    private func owners(of result: SyncResult) async throws -> [Owner] {
        let subject = result.subject
        if let accountId = subject.accountId, let classId = subject.classId {
            return [Owner(accountId: accountId, classId: classId)]
        }
        if let feedId = subject.feedId {
            let links = try await store.links(feedId: feedId)
            if !links.isEmpty { return links.map { Owner(accountId: $0.accountId, classId: $0.classId) } }
        }
        return subject.accountId.map { [Owner(accountId: $0, classId: nil)] } ?? []
    }

    private func storeOffsets(_ batch: [ConsumedRecord]) {
        let ours = state.withLock { $0.assigned }
        for (partition, records) in Dictionary(grouping: batch, by: \.topicPartition) where ours.contains(partition) {
            guard let last = records.map(\.offset).max() else { continue }
            // Refused where the partition has just gone to another member, which will read them again.
            try? consumer.storeOffset(last + 1, of: partition)
        }
    }

    // MARK: PartitionListener

    public func assigned(_ partitions: [TopicPartition]) async {
        state.withLock { $0.assigned.formUnion(partitions) }
    }

    public func received(_ records: [ConsumedRecord]) {
        let toPause = state.withLock { state -> [TopicPartition] in
            state.queue += records
            guard state.queue.count >= Self.longestQueue else { return [] }
            let partitions = Set(records.map(\.topicPartition)).subtracting(state.paused)
            state.paused.formUnion(partitions)
            return Array(partitions)
        }
        if !toPause.isEmpty { try? consumer.pause(toPause) }
        arrived.yield()
    }

    public func revoked(_ partitions: [TopicPartition]) async { forget(partitions) }

    public func lost(_ partitions: [TopicPartition]) async { forget(partitions) }

    private func forget(_ partitions: [TopicPartition]) {
        state.withLock { state in
            state.assigned.subtract(partitions)
            state.paused.subtract(partitions)
            state.queue.removeAll { partitions.contains($0.topicPartition) }
        }
    }
}
