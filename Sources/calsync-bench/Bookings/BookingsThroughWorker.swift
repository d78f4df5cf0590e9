import CalendarSync
import Foundation
import Handlers
import Kafka
import Processing
import Records

/// Booking events from the topic through the engine, handler and store to Google, each with its result published.
struct BookingsThroughWorker {
    let world: BenchWorld

    func run(count: Int, inFlight: Int) async throws -> Rate {
        let producer = try KafkaProducer(configuration: world.kafka, logger: world.logger)
        try await producer.prepare(world.topics.all)
        try await produce(count, to: producer)
        let progress = CountingProducer(producer: producer, expected: count)
        let handler = BookingHandler(
            store: world.store, google: world.accounts, keys: world.keys, now: { Date() }, logger: world.logger)
        let consumer = try KafkaConsumer(
            configuration: world.kafka, group: world.topics.consumerGroup, topics: [world.topics.appointments],
            logger: world.logger)
        let processor = RecordProcessor(
            consumer: consumer, producer: progress,
            routes: [BookingRoute(topics: world.topics, handler: handler, now: { Date() })],
            parking: world.store, letters: world.store, topics: world.topics,
            options: ProcessorOptions(maxInFlight: inFlight),
            now: { Date() }, logger: world.logger)
        let duration = try await withThrowingTaskGroup(of: Duration?.self) { group in
            group.addTask {
                try await processor.run()
                return nil
            }
            group.addTask {
                let duration = await progress.duration()
                consumer.close()
                return duration
            }
            var measured = Duration.zero
            for try await duration in group { measured = duration ?? measured }
            return measured
        }
        await producer.close()
        return Rate(count: count, duration: duration)
    }

    private func produce(_ count: Int, to producer: KafkaProducer) async throws {
        let records = (0..<count).map { number in
            let month = 1 + number % 9
            let value =
                #"{"accountId":"42","calendarId":"77","calendarName":"Coaching","classId":"310","className":"Strategy call","#
                + #""subscriptionId":"\#(number)","status":"booked","#
                + #""lead":{"id":"\#(number)","firstName":"Ana","lastName":"Lopez","email":"ana@example.com","phone":""},"#
                + #""hosts":[],"timeZone":"America/Denver","#
                + #""sessions":[{"startsAt":"2031-0\#(month)-1\#(number % 9)T1\#(number % 9):00","durationMinutes":60}],"#
                + #""occurredAt":"2026-12-01T08:15:00Z","revision":1}"#
            return OutgoingRecord(
                topic: world.topics.appointments, key: Array("\(number)".utf8), value: Array(value.utf8),
                headers: CloudEvent(
                    id: "bench-\(number)", source: "/bench", type: BookingEvent.eventType, time: .now
                ).headers)
        }
        try await producer.send(records)
    }
}
