import CRdKafka
import Foundation
public import Logging
public import Records
import Synchronization

/// The idempotent producer (`enable.idempotence`, `acks=all`): a record acknowledged is on every in-sync replica, once.
public final class KafkaProducer: RecordProducer {
    private let client: ClientHandle
    private let deliveries: DeliveryThread
    private let prepared = Mutex<[TopicHandle]>([])

    /// - Parameters:
    ///   - linger: how long a record waits for others to share its request (`linger.ms`).
    ///   - deliveryTimeout: after this long without the broker's acknowledgement `send` fails (`delivery.timeout.ms`).
    /// - Throws: `KafkaError` where librdkafka refuses the configuration.
    public init(
        configuration: KafkaConfiguration, linger: Duration = .milliseconds(2),
        deliveryTimeout: Duration = .seconds(30), logger: Logger
    ) throws {
        let settings = configuration.settings(
            defaults: [
                "client.id": "calsync",
                "delivery.timeout.ms": "\(deliveryTimeout.milliseconds)",
                "linger.ms": "\(linger.milliseconds)",
                // What the topic takes is the broker's to say: its own default is more than librdkafka's.
                "message.max.bytes": "4194304",
                // As the Java client does it, so that equal keys meet in one partition whoever wrote them.
                "partitioner": "murmur2_random",
            ],
            // A topic that a broker makes because somebody names it has one partition and keeps its records for a week.
            fixed: ["acks": "all", "allow.auto.create.topics": "false", "enable.idempotence": "true"])
        let context = ClientContext(logger: logger, secrets: configuration.secrets)
        client = try ClientHandle(
            RD_KAFKA_PRODUCER, settings: settings, context: context, callbacks: ClientHandle.reportDeliveries)
        deliveries = DeliveryThread(client)
        deliveries.start()
    }

    deinit {
        deliveries.close(within: .zero)
    }

    /// Learns where the partitions of these topics are. Without it the first record of each waits for that, up to a second.
    /// - Throws: `KafkaError.failed` where no broker answers in time.
    public func prepare(_ topics: [String], within timeout: Duration = .seconds(10)) async throws {
        let handles = try await Thread.blocking("kafka-metadata") { [client] in
            try topics.map { try TopicHandle($0, of: client, within: timeout) }
        }
        prepared.withLock { $0 += handles }
    }

    /// Returns when every in-sync replica has the record. Waits where the local queue is full. Calls that run side by side
    /// are in no order; calls that await each other are, within a partition.
    /// - Throws: `KafkaError`; `CancellationError` where the task is cancelled: the record may be delivered all the same.
    @discardableResult
    public func send(_ record: OutgoingRecord) async throws -> RecordPosition {
        let delivery = PendingDelivery()
        while try !deliveries.produce(record, delivery) {
            await deliveries.room()
            try Task.checkCancellation()
        }
        let place = try await delivery.result()
        return RecordPosition(
            topicPartition: TopicPartition(topic: record.topic, partition: place.partition), offset: place.offset)
    }

    /// Takes no more records, waits until the rest is acknowledged, and gives up what is not when the time is over: those
    /// sends fail with `_PURGE_QUEUE` or `_PURGE_INFLIGHT`. Safe to call more than once.
    public func close(within timeout: Duration = .seconds(10)) async {
        deliveries.close(within: timeout)
        await deliveries.closed()
    }
}
