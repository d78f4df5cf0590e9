import CalendarSync
import Console
import Foundation
import Kafka
import Logging
import Records
import Synchronization

/// What the broker and the store know of the whole installation. Asked often, it asks the broker now and then.
final class PipelineReader: Sendable {
    private struct Known<Value: Sendable>: Sendable {
        let value: Value
        let at: ContinuousClock.Instant
    }

    private static let lagAge = Duration.seconds(3)
    private static let latencyAge = Duration.seconds(15)
    private static let oldestAge = Duration.seconds(10)
    /// Of each partition of the results.
    private static let results: Int64 = 100

    private let store: any DeadLetterStore
    private let group: GroupLag
    private let reader: TopicReader
    private let topics: Topics
    private let logger: Logger
    private let lag = Mutex<Known<[TopicPartition: GroupLag.Lag]?>?>(nil)
    private let oldest = Mutex<Known<OldestInput?>?>(nil)
    private let latency = Mutex<Known<[String: LatencyPercentiles]?>?>(nil)

    init(store: any DeadLetterStore, configuration: KafkaConfiguration, topics: Topics, logger: Logger) throws {
        self.store = store
        self.topics = topics
        self.logger = logger
        group = try GroupLag(
            configuration: configuration, group: topics.consumerGroup, topics: topics.inputs, logger: logger)
        reader = TopicReader(configuration: configuration, logger: logger)
    }

    func status() async -> PipelineStatus {
        async let lag = consumerLag()
        async let oldest = oldestInput()
        async let latency = latencies()
        return PipelineStatus(
            deadLetters: await openDeadLetters(),
            consumerLag: await lag.map { $0.values.reduce(0) { $0 + Int($1.records) } },
            oldestInput: await oldest?.since, latency: await latency)
    }

    func openDeadLetters() async -> Int? {
        await tell("open dead letters") { try await store.openDeadLetterCount(accountId: nil) }
    }

    /// Per partition of the inputs; nil where the broker does not say.
    func consumerLag() async -> [TopicPartition: GroupLag.Lag]? {
        if let known = fresh(lag, Self.lagAge) { return known }
        let read = await tell("the consumer lag") { try await group.read() }
        lag.withLock { $0 = Known(value: read, at: .now) }
        return read
    }

    /// Of the inputs that no worker has settled. Nil where the broker does not say.
    func oldestInput() async -> OldestInput? {
        if let known = fresh(oldest, Self.oldestAge) { return known }
        var read: OldestInput?
        if let waiting = await consumerLag()?.filter({ $0.value.records > 0 }) {
            read = await tell("the oldest input") {
                OldestInput(try await reader.records(at: waiting.mapValues(\.from)).values)
            }
        }
        oldest.withLock { $0 = Known(value: read, at: .now) }
        return read
    }

    /// Since when it waits, as it was last read, without asking.
    var lastOldestInput: Date? { oldest.withLock { $0?.value?.since } }

    /// Of the newest results that had an effect, by its side.
    private func latencies() async -> [String: LatencyPercentiles]? {
        if let known = fresh(latency, Self.latencyAge) { return known }
        let read = await tell("the latencies") {
            let found = Mutex<[String: [Int]]>([:])
            try await reader.read(topics.results, from: .last(Self.results), patience: .seconds(5)) { record in
                guard let result = try? JSONDecoder().decode(SyncResult.self, from: Data(record.value ?? [])),
                    let milliseconds = result.milliseconds
                else { return }
                for side in Set(result.effects.map(\.target.rawValue)) {
                    found.withLock { $0[side, default: []].append(milliseconds) }
                }
            }
            return found.withLock { $0.compactMapValues { LatencyPercentiles(milliseconds: $0) } }
        }
        latency.withLock { $0 = Known(value: read, at: .now) }
        return read
    }

    private func fresh<Value>(_ known: borrowing Mutex<Known<Value>?>, _ age: Duration) -> Value? {
        known.withLock { $0.flatMap { .now - $0.at < age ? $0.value : nil } }
    }

    private func tell<Value>(_ what: String, _ read: () async throws -> Value) async -> Value? {
        do {
            return try await read()
        } catch {
            logger.warning("\(what) cannot be read", metadata: ["error": "\(error)"])
            return nil
        }
    }
}

extension SyncResult {
    /// From the input's arrival in its topic to the end of its handling.
    fileprivate var milliseconds: Int? {
        guard let received = Date(rfc3339: receivedAt), let handled = Date(rfc3339: handledAt) else { return nil }
        return max(0, Int((handled.timeIntervalSince(received) * 1_000).rounded()))
    }
}
