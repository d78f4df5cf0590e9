import Foundation
import Kafka
import Logging
import Records
import Synchronization

/// Which records came in, and which of them have a final result or are dead letters. Reads each record once, however often
/// it is asked: the in-memory broker forgets the oldest records of a full partition.
actor Ledger {
    struct Position: Hashable, Sendable, CustomStringConvertible {
        let topic: String
        let partition: Int
        let offset: Int

        var description: String { "\(topic)[\(partition)]@\(offset)" }
    }

    struct Forgotten: Error, CustomStringConvertible {
        let description: String
    }

    static let bookings = "kartra.appointments"
    static let inputs = [bookings, "google.pings", "calsync.commands"]

    private let brokers: String
    private let reader: TopicReader
    private var next: [String: [Int32: Int64]] = [:]
    private var produced = 0
    private var arrived: [Position] = []
    /// By feed, how often the scheduler has asked for it.
    private var polls: [String: Int] = [:]
    /// How often.
    private var settled: [Position: Int] = [:]
    private var results = 0
    private var handlings: [String: DateInterval] = [:]

    init(brokers: String) {
        self.brokers = brokers
        reader = TopicReader(
            configuration: .embedded(bootstrap: brokers),
            logger: Logger(label: "ledger", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    // MARK: Questions

    /// Inputs that have neither, and how many bookings have not come in although they were produced.
    func unaccounted(_ topics: [String] = inputs) async throws -> [String] {
        for topic in topics { try await catchUp(topic, note) }
        try await catchUp("calsync.results", settle)
        try await catchUp("calsync.dead-letters", bury)
        let absent = topics.contains(Self.bookings) ? produced - arrivals(in: Self.bookings) : 0
        return arrived.filter { topics.contains($0.topic) && settled[$0] == nil }.map(\.description)
            + (absent > 0 ? ["\(absent) bookings that were produced and are not there"] : [])
    }

    /// How many inputs came in, as far as they have been read.
    func arrivals(in topic: String) -> Int { arrived.count { $0.topic == topic } }

    /// Inputs that have more than one: they were handled again.
    func repeated() async throws -> [Position] {
        try await catchUp("calsync.results", settle)
        return settled.filter { $0.value > 1 }.map(\.key)
    }

    /// By subscription, from the receipt of its booking to the first of its results.
    func handled() async throws -> [String: DateInterval] {
        try await catchUp("calsync.results", settle)
        return handlings
    }

    /// How many inputs have a final result.
    func done() async throws -> Int {
        try await catchUp("calsync.results", settle)
        return settled.count
    }

    /// How many results there are.
    func count() async throws -> Int {
        try await catchUp("calsync.results", settle)
        return results
    }

    /// By feed, how often it was asked for because it was due.
    func polled() async throws -> [String: Int] {
        try await catchUp("google.pings", note)
        return polls
    }

    /// Produces booking events, those of a subscription in the partition in which `KafkaProducer` would put them.
    func produce(_ records: [BookingLoad.Record]) async throws {
        try await Command.run(
            "kcat",
            [
                "-P", "-b", brokers, "-t", Self.bookings, "-X", "partitioner=murmur2", "-K", "\t", "-H",
                "content-type=application/cloudevents+json",
            ], input: records.map { "\($0.subscription)\t\($0.line)\n" }.joined())
        produced += records.count
    }

    // MARK: Reading

    /// Reads what has come since the last time.
    private func catchUp(_ topic: String, _ take: (ConsumedRecord) -> Void) async throws {
        let fresh = Mutex<[ConsumedRecord]>([])
        try await reader.read(topic, from: .offsets(next[topic] ?? [:])) { record in
            fresh.withLock { $0.append(record) }
        }
        for record in fresh.withLock({ $0 }) {
            let partition = record.topicPartition.partition
            let expected = next[topic]?[partition] ?? 0
            // Another question was quicker.
            if record.offset < expected { continue }
            if record.offset > expected {
                throw Forgotten(description: "\(record.topicPartition): \(expected)..<\(record.offset) are gone")
            }
            next[topic, default: [:]][partition] = record.offset + 1
            take(record)
        }
    }

    private func note(_ input: ConsumedRecord) {
        arrived.append(
            Position(
                topic: input.topicPartition.topic, partition: Int(input.topicPartition.partition),
                offset: Int(input.offset)))
        if input.headers["ce_id"]?.hasPrefix("poll-") == true {
            polls[String(decoding: input.key ?? [], as: UTF8.self), default: 0] += 1
        }
    }

    private func settle(_ record: ConsumedRecord) {
        results += 1
        guard
            let result = (try? JSONSerialization.jsonObject(with: Data(record.value ?? []))) as? [String: Any],
            result["outcome"] as? String != "parked", let source = result["source"] as? [String: Any],
            let topic = source["topic"] as? String, let partition = source["partition"] as? Int,
            let offset = source["offset"] as? Int
        else { return }
        settled[Position(topic: topic, partition: partition, offset: offset), default: 0] += 1
        guard result["outcome"] as? String == "succeeded", let id = result["subscriptionId"] as? String,
            let received = (result["receivedAt"] as? String).flatMap(Self.instant),
            let handled = (result["handledAt"] as? String).flatMap(Self.instant)
        else { return }
        let handling = DateInterval(start: received, end: max(received, handled))
        handlings[id] = min(handling, handlings[id] ?? handling)
    }

    private func bury(_ letter: ConsumedRecord) {
        let headers = letter.headers
        guard let topic = headers["calsync.source.topic"],
            let partition = headers["calsync.source.partition"].flatMap({ Int($0) }),
            let offset = headers["calsync.source.offset"].flatMap({ Int($0) })
        else { return }
        settled[Position(topic: topic, partition: partition, offset: offset), default: 0] += 1
    }

    private static func instant(_ text: String) -> Date? {
        try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
