import CRdKafka
import Foundation
public import Logging
public import Records
import Synchronization

/// A member of a consumer group. Offsets are committed only after `storeOffset`: each second, on revocation, on closing.
///
/// Eager `range` assignment, unless `partition.assignment.strategy` says `cooperative-sticky`; all members of a group must
/// say the same.
public final class KafkaConsumer: RecordConsumer {
    enum Phase {
        /// Can become `running` or `closing`.
        case idle
        /// Can become `closing`.
        case running
        case closing
    }

    struct State {
        var phase = Phase.idle
        var assignment = Assignment()
        /// Read, not delivered yet.
        var batch: [ConsumedRecord] = []
        /// What `pause` and `resume` asked for, in that order; done by the thread that polls.
        var flow: [(isPaused: Bool, partitions: [TopicPartition])] = []
    }

    let client: ClientHandle
    let topics: [String]
    let isCooperative: Bool
    let drainTimeout: Duration
    let logger: Logger
    let state = Mutex(State())

    /// - Parameters:
    ///   - drainTimeout: how long a rebalance waits for the listener's `revoked`; must be below `max.poll.interval.ms`
    ///     (5 minutes by default), or the group goes on without this member.
    /// - Throws: `KafkaError` where librdkafka refuses the configuration.
    public init(
        configuration: KafkaConfiguration, group: String, topics: [String],
        drainTimeout: Duration = .seconds(30), logger: Logger
    ) throws {
        let settings = configuration.settings(
            defaults: [
                "auto.commit.interval.ms": "1000",
                "auto.offset.reset": "earliest",
                "client.id": "calsync",
                // Members learn by it of a rebalance, during which partitions stand still.
                "heartbeat.interval.ms": "1000",
                "partition.assignment.strategy": "range",
                // Bounds memory: the default of 64 MB is for faster consumers.
                "queued.max.messages.kbytes": "16384",
                // For so long a dead member's partitions stand still.
                "session.timeout.ms": "15000",
                // A topic created after the member has joined is noticed within this time.
                "topic.metadata.refresh.interval.ms": "30000",
            ],
            fixed: ["enable.auto.commit": "true", "enable.auto.offset.store": "false", "group.id": group])
        if let limit = Int32(settings["max.poll.interval.ms", default: "300000"]), drainTimeout.milliseconds >= limit {
            throw KafkaError.invalidProperty(
                key: "max.poll.interval.ms", reason: "must be more than the drain's timeout of \(drainTimeout)")
        }
        let context = ClientContext(logger: logger, secrets: configuration.secrets)
        client = try ClientHandle(
            RD_KAFKA_CONSUMER, settings: settings, context: context, callbacks: Rebalance.report)
        isCooperative = settings["partition.assignment.strategy"]?.contains("cooperative") ?? false
        self.topics = topics
        self.drainTimeout = drainTimeout
        self.logger = logger
    }

    /// Returns after `close()` or cancellation, when the partitions are given back and the stored offsets committed.
    /// Once closed it joins no more: another membership is another consumer.
    /// - Throws: `KafkaError.alreadyRunning` while it runs; a fatal `KafkaError.failed`, after which the listener has
    ///   been told that its partitions are lost.
    public func run(_ listener: any PartitionListener) async throws {
        let begins: Bool = try state.withLock { state in
            switch state.phase {
            case .idle:
                state.phase = .running
                return true
            case .running: throw KafkaError.alreadyRunning
            case .closing: return false
            }
        }
        guard begins else { return }
        try await withTaskCancellationHandler {
            try await Thread.blocking("kafka-consumer") { try self.pollUntilClosed(listener) }
        } onCancel: {
            close()
        }
    }

    /// Records the offset locally, without waiting. Works from `assigned` until the listener's `revoked` has returned.
    /// - Throws: `KafkaError.notAssigned` before and after: what was settled is then for the next owner to repeat.
    public func storeOffset(_ next: Int64, of partition: TopicPartition) throws {
        let answer: KafkaError? = state.withLock { state in
            guard state.assignment.contains(partition) else { return .notAssigned(partition) }
            if let failure = client.storeOffset(next, of: partition) { return .failed(failure) }
            state.assignment.stored(next, of: partition)
            return nil
        }
        if let answer { throw answer }
    }

    /// From within the listener's `received` it holds from the next call of it on, from elsewhere a moment later.
    /// Partitions that are not assigned are passed over; a partition assigned anew is not paused.
    public func pause(_ partitions: [TopicPartition]) {
        request(isPaused: true, partitions)
    }

    public func resume(_ partitions: [TopicPartition]) {
        request(isPaused: false, partitions)
    }

    public func close() {
        state.withLock { $0.phase = .closing }
        client.wakePoll()
    }

    /// Records not settled yet, per assigned partition, by the end that the last fetch saw. Asks no broker; a partition
    /// that has not been fetched from yet is left out.
    public func lag() -> [TopicPartition: Int64] {
        let assignment = state.withLock { $0.assignment }
        var lag: [TopicPartition: Int64] = [:]
        for partition in assignment.all {
            guard let high = client.highWatermark(of: partition) else { continue }
            lag[partition] = assignment.lag(of: partition, highWatermark: high)
        }
        return lag
    }

    private func request(isPaused: Bool, _ partitions: [TopicPartition]) {
        state.withLock { $0.flow.append((isPaused, partitions)) }
        client.wakePoll()
    }
}
