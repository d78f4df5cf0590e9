import CalendarSync
import Foundation
import Logging
import OutboundHTTP
import Records
import ServiceLifecycle
import Synchronization
import TestSupport

@testable import Processing

/// The engine between stand-ins for Kafka and the store, with handlers by the text of a record.
struct EngineUnderTest {
    let producer = FakeProducer()
    let parking = FakeParking()
    let letters = FakeDeadLetters()
    let place = TopicPartition(topic: "test", partition: 0)
    let topics = Topics()

    /// Handles by the record's text: `key:what`.
    struct Route: RecordRoute {
        let topic = "test"
        let handle: @Sendable (String, InputContext) async -> Outcome

        func work(for record: ConsumedRecord) throws(Rejection) -> RoutedWork {
            let text = String(decoding: record.value ?? [], as: UTF8.self)
            if text == "bad" { throw Rejection(.notJSON, field: "x", detail: "the value is not JSON") }
            let parts = text.split(separator: ":").map(String.init)
            if parts[1].hasPrefix("unpark") {
                // `unpark60` was asked for a minute after everything else happens.
                let later = TimeInterval(parts[1].dropFirst("unpark".count)) ?? -1
                return RoutedWork(
                    key: parts[0], subject: ResultSubject(), eventId: text,
                    task: .unpark(askedAt: Date(timeIntervalSince1970: 1_790_000_000 + later)))
            }
            return RoutedWork(
                key: parts[0], subject: ResultSubject(accountId: "1", classId: parts[0]),
                eventId: "\(record.offset)", coalesces: parts[1].hasPrefix("ping") || parts[1].hasPrefix("push"),
                announces: parts[1].hasPrefix("push"),
                task: .handle { [handle] in await handle(parts[1], $0) })
        }
    }

    /// Runs the engine on these records until `isDone`, then shuts it down.
    func run(
        _ texts: [String],
        options: ProcessorOptions = ProcessorOptions(
            retry: RetryPolicy(backoff: Backoff(base: .milliseconds(1), cap: .milliseconds(2)), maxAttempts: 3)),
        handle: @escaping @Sendable (String, InputContext) async -> Outcome,
        until isDone: @escaping @Sendable (FakeConsumer) -> Bool
    ) async throws -> FakeConsumer {
        let consumer = FakeConsumer { [place] _, listener in
            await listener.assigned([place])
            listener.received(texts.enumerated().map { .test(offset: Int64($0.offset), value: $0.element) })
        }
        let processor = RecordProcessor(
            consumer: consumer, producer: producer, routes: [Route(handle: handle)], parking: parking,
            letters: letters, topics: topics, options: options, now: { Date(timeIntervalSince1970: 1_790_000_000) },
            logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await processor.run() }
            group.addTask {
                while !isDone(consumer), !Task.isCancelled { await Task.yield() }
                consumer.close()
            }
            try await group.waitForAll()
        }
        return consumer
    }

    func results() throws -> [SyncResult] {
        try producer.records.filter { $0.topic == topics.results }.map {
            try JSONDecoder().decode(SyncResult.self, from: Data($0.value ?? []))
        }
    }

    func stored(_ offset: Int64) -> @Sendable (FakeConsumer) -> Bool {
        { [place] consumer in consumer.state.withLock { $0.stored[place] } == offset }
    }
}
