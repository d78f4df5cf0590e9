import CRdKafka
import Foundation
public import Logging
public import Records

/// Reads what a topic holds at this moment, as no member of any group: for people's questions, not for handling.
public struct TopicReader: Sendable {
    /// Where reading begins.
    public enum Start: Hashable, Sendable {
        case oldest
        /// So many records before each partition's end.
        case last(Int64)
        /// By partition, the first record to read; where that is gone, and in other partitions, the oldest.
        case offsets([Int32: Int64])

        fileprivate func offset(of partition: TopicPartition, low: Int64, high: Int64) -> Int64 {
            switch self {
            case .oldest: low
            case .last(let count): max(low, high - count)
            case .offsets(let offsets): max(low, offsets[partition.partition] ?? low)
            }
        }
    }

    private let configuration: KafkaConfiguration
    private let logger: Logger

    public init(configuration: KafkaConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    /// Up to the end as it is when this begins. In order within each partition.
    /// - Parameters:
    ///   - partitions: nil: all of the topic. A topic that is not there holds nothing.
    ///   - key: only records of this key, and so only their partition.
    ///   - progress: read so far, of how many.
    /// - Throws: `KafkaError.failed`, a time-out after `patience` without any record included; what `body` throws.
    public func read(
        _ topic: String, partitions: Set<Int32>? = nil, key: [UInt8]? = nil, from start: Start = .oldest,
        patience: Duration = .seconds(20),
        progress: @escaping @Sendable (Int64, Int64) -> Void = { _, _ in },
        _ body: @escaping @Sendable (ConsumedRecord) throws -> Void
    ) async throws {
        let client = try client()
        try await Thread.blocking("kafka-reader") {
            let description = try client.describeCluster(within: patience).topics.first { $0.name == topic }
            let count = description?.partitions ?? 0
            let ofKey = key.map { [Self.partition(ofKey: $0, among: count)] as Set }
            let wanted = (0..<Int32(count)).filter { (partitions ?? ofKey)?.contains($0) ?? true }
            try Self.read(client, wanted.map { TopicPartition(topic: topic, partition: $0) }, start, patience, progress)
            {
                if key == nil || $0.key == key { try body($0) }
            }
        }
    }

    /// The record at each of these offsets, or the next one that is still there. A partition that has none is left out.
    /// - Throws: `KafkaError.failed`, a time-out after `patience` without any record included.
    public func records(
        at offsets: [TopicPartition: Int64], patience: Duration = .seconds(5)
    ) async throws -> [TopicPartition: ConsumedRecord] {
        if offsets.isEmpty { return [:] }
        // One record of each is wanted, and not all that a fetch would bring.
        let client = try client(["fetch.message.max.bytes": "65536"])
        return try await Thread.blocking("kafka-reader") {
            if let failure = client.assign(offsets) { throw KafkaError.failed(failure) }
            var waiting = Set(offsets.keys)
            var found: [TopicPartition: ConsumedRecord] = [:]
            while !waiting.isEmpty {
                switch client.poll(for: patience) {
                case .record(let record):
                    if waiting.remove(record.topicPartition) != nil { found[record.topicPartition] = record }
                case .end(let partition): waiting.remove(partition)
                case .failure(let failure):
                    if !failure.isRetriable { throw KafkaError.failed(failure) }
                case nil: throw KafkaError.failed(KafkaFailure(known: RD_KAFKA_RESP_ERR__TIMED_OUT))
                }
            }
            return found
        }
    }

    private func client(_ more: [String: String] = [:]) throws -> ClientHandle {
        try ClientHandle(
            RD_KAFKA_CONSUMER,
            settings: configuration.settings(
                defaults: ["client.id": "calsync-reader"].merging(more) { _, more in more },
                fixed: [
                    "enable.auto.commit": "false", "enable.auto.offset.store": "false", "enable.partition.eof": "true",
                    "group.id": "calsync-reader",
                ]),
            context: ClientContext(logger: logger, secrets: configuration.secrets))
    }

    /// The partition in which `KafkaProducer` puts records of this key: murmur2, as Java's clients do.
    public static func partition(ofKey key: [UInt8], among count: Int) -> Int32 {
        key.withUnsafeBytes {
            rd_kafka_msg_partitioner_murmur2(nil, $0.baseAddress, $0.count, Int32(clamping: max(1, count)), nil, nil)
        }
    }

    private static func read(
        _ client: ClientHandle, _ partitions: [TopicPartition], _ start: Start, _ patience: Duration,
        _ progress: (Int64, Int64) -> Void, _ body: (ConsumedRecord) throws -> Void
    ) throws {
        var ends: [TopicPartition: Int64] = [:]
        var starts: [TopicPartition: Int64] = [:]
        for partition in partitions {
            let (low, high) = try client.watermarks(of: partition, within: patience)
            let first = start.offset(of: partition, low: low, high: high)
            guard first < high else { continue }
            ends[partition] = high
            starts[partition] = first
        }
        guard !ends.isEmpty else { return }
        let total = ends.reduce(Int64(0)) { $0 + $1.value - (starts[$1.key] ?? 0) }
        if let failure = client.assign(starts) { throw KafkaError.failed(failure) }
        var count: Int64 = 0
        while !ends.isEmpty {
            switch client.poll(for: patience) {
            case .record(let record):
                guard let end = ends[record.topicPartition] else { continue }
                if record.offset < end {
                    count += 1
                    try body(record)
                    progress(count, total)
                }
                if record.offset + 1 >= end { ends[record.topicPartition] = nil }
            // What was compacted away at the end does not come.
            case .end(let partition): ends[partition] = nil
            case .failure(let failure):
                if !failure.isRetriable { throw KafkaError.failed(failure) }
            case nil: throw KafkaError.failed(KafkaFailure(known: RD_KAFKA_RESP_ERR__TIMED_OUT))
            }
        }
    }
}

extension TopicReader: RecordReader {
    public func readAll(
        of topic: String, progress: @escaping @Sendable (Int64, Int64) -> Void,
        _ body: @escaping @Sendable (ConsumedRecord) throws -> Void
    ) async throws {
        try await read(topic, progress: progress, body)
    }
}
