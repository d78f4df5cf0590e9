import CalendarSync
import Console
import Foundation
import Logging
import OutboundHTTP
import Records
import StoreSQL
import Testing
import TestSupport

/// From the results topic to the store.
@Suite(.timeLimit(.minutes(1))) struct ActivityRecorderTests {
    private static let topics = Topics(prefix: "t.")
    private static let partition = TopicPartition(topic: "t.calsync.results", partition: 3)

    private func record(
        _ offset: Int64, eventId: String = UUID().uuidString, subject: ResultSubject,
        outcome: SyncResult.Outcome = .succeeded, reason: SyncResult.Reason? = nil, topic: String = "t.google.pings",
        at: Date = RunningConsole.now, partition: TopicPartition = partition
    ) throws -> ConsumedRecord {
        let source = RecordPosition(topicPartition: TopicPartition(topic: topic, partition: 0), offset: offset)
        let effects =
            outcome == .succeeded
            ? [
                SyncEffect(
                    .blockWritten, target: .kartra, calendarId: "77", remoteId: "b", attempts: 1,
                    latencyMilliseconds: 12)
            ] : []
        let result = SyncResult(
            outcome: outcome, reason: reason, source: .init(source, eventId: eventId), subject: subject,
            effects: effects, receivedAt: at, handledAt: at)
        let outgoing = try result.record(topics: Self.topics)
        return ConsumedRecord(
            topicPartition: partition, offset: offset, timestampMilliseconds: nil, key: outgoing.key,
            value: outgoing.value, headers: outgoing.headers)
    }

    private func recording(
        _ test: (RunningConsole, FakeConsumer, ActivityRecorder) async throws -> Void
    ) async throws {
        try await RunningConsole.connected { console, integration in
            for classId in ["310", "311"] {
                _ = try await console.call(
                    .put, "classes/\(classId)/link", RunningConsole.linkBody(integration))
            }
            let consumer = FakeConsumer()
            let recorder = ActivityRecorder(
                consumer: consumer, store: console.store, topics: Self.topics, now: { RunningConsole.now },
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await recorder.run() }
                #expect(await eventually { consumer.listener != nil }, "the consumer runs")
                await recorder.assigned([Self.partition])
                try await test(console, consumer, recorder)
                recorder.close()
                try await group.waitForAll()
            }
        }
    }

    private func stored(_ console: RunningConsole, _ classId: String? = "310") async throws -> [ActivityEntry] {
        try await console.store.activity(accountId: "42", classId: classId, after: nil, limit: 1_000)
    }

    @Test func whatCanNeverBeKeptKeepsNothingElseOut() async throws {
        try await recording { console, consumer, recorder in
            let odd = ResultSubject(accountId: "4\u{0}2", calendarId: "77", classId: "310", subscriptionId: "9001")
            let subject = ResultSubject(accountId: "42", calendarId: "77", classId: "310", subscriptionId: "9001")
            let told = try record(6, subject: subject)
            recorder.received([try record(5, subject: odd), told])
            #expect(await eventually { consumer.offsets[Self.partition] == 7 }, "the offset is stored")
            #expect(try await stored(console).map(\.id) == [told.headers["ce_id"]])
        }
    }

    @Test func whatTellsSomethingIsKeptAndThenItsOffsetIsStored() async throws {
        try await recording { console, consumer, recorder in
            let subject = ResultSubject(accountId: "42", calendarId: "77", classId: "310", subscriptionId: "9001")
            let told = try record(5, subject: subject, topic: "t.kartra.appointments")
            let idle = try record(6, subject: subject, outcome: .skipped, reason: .unchanged)
            let old = try record(7, subject: subject, at: RunningConsole.now.addingTimeInterval(-31 * 86_400))
            let foreign = ConsumedRecord(
                topicPartition: Self.partition, offset: 8, timestampMilliseconds: nil, key: nil,
                value: Array("nonsense".utf8), headers: [:])
            recorder.received([told, idle, old, foreign])
            #expect(await eventually { consumer.offsets[Self.partition] == 9 }, "the offset is stored")
            let entries = try await stored(console)
            #expect(entries.map(\.id) == [told.headers["ce_id"]])
            #expect(entries.first?.occasion == .booking && entries.first?.subscriptionId == "9001")
            #expect(entries.first?.changes.first?.latencyMilliseconds == 12)
        }
    }

    @Test func aReadingIsToldOfEveryClassOfItsCalendar() async throws {
        try await recording { console, consumer, recorder in
            let feedId = try #require(try await console.store.link(RunningConsole.classKey)).feedId
            recorder.received([
                try record(0, subject: ResultSubject(accountId: "42", feedId: feedId)),
                try record(1, subject: ResultSubject(accountId: "42", feedId: "gone")),
                try record(2, subject: ResultSubject(), outcome: .rejected, reason: .deadLetter),
            ])
            #expect(await eventually { consumer.offsets[Self.partition] == 3 }, "the offset is stored")
            #expect(try await stored(console, "310").count == 1)
            #expect(try await stored(console, "311").count == 1)
            #expect(try await stored(console, nil).count == 3)
        }
    }

    @Test func whatIsDeliveredAgainIsKeptOnce() async throws {
        try await recording { console, consumer, recorder in
            let records = try (0..<1_200).map {
                try record(
                    Int64($0), eventId: "e\($0 % 300)", subject: ResultSubject(accountId: "42", classId: "310"))
            }
            recorder.received(records)
            #expect(await eventually { consumer.offsets[Self.partition] == 1_200 }, "the offset is stored")
            #expect(try await stored(console).count == 300)
        }
    }

    @Test func ofPartitionsThatAreGoneNoOffsetIsStored() async throws {
        try await recording { console, consumer, recorder in
            let other = TopicPartition(topic: "t.calsync.results", partition: 4)
            await recorder.assigned([other])
            await recorder.revoked([Self.partition])
            let subject = ResultSubject(accountId: "42", classId: "310")
            recorder.received([
                try record(0, eventId: "late", subject: subject),
                try record(7, eventId: "ours", subject: subject, partition: other),
            ])
            #expect(await eventually { consumer.offsets[other] == 8 }, "the other's offset is stored")
            #expect(consumer.offsets[Self.partition] == nil)
        }
    }
}
