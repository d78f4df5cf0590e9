import CalendarSync
import Foundation
import Logging
import OutboundHTTP
import Records
import Synchronization
import Testing
import TestSupport

@testable import Processing

/// What the store can never hold ends as a dead letter, and the partition goes on.
@Suite(.timeLimit(.minutes(1))) struct UnstorableTests {
    private let producer = FakeProducer()
    private let topics = Topics()
    private let place = TopicPartition(topic: "test", partition: 0)

    /// `key:how`, where `how` says what the handler answers.
    private struct Route: RecordRoute {
        let topic = "test"

        func work(for record: ConsumedRecord) throws(Rejection) -> RoutedWork {
            let text = String(decoding: record.value ?? [], as: UTF8.self)
            let parts = text.split(separator: ":").map(String.init)
            guard parts.count == 2 else { throw Rejection(.notJSON, detail: "the value is not JSON") }
            let subject = ResultSubject(accountId: parts[0], classId: "310")
            return RoutedWork(
                key: parts[0], subject: subject, eventId: text,
                task: parts[1] == "unpark" ? .unpark(askedAt: .distantFuture) : .handle { Self.outcome(parts[1], $0) })
        }

        private static func outcome(_ how: String, _ context: InputContext) -> Outcome {
            switch how {
            case "refused": .rejected(.unstorable("a key is too long to be indexed"))
            case "retried": .retry(after: nil, .temporaryFailure)
            case "parked": .parked(.quotaExceeded, until: .time, dueAt: .distantFuture)
            default: .settled(context.result(.succeeded))
            }
        }
    }

    /// Until all are settled.
    private func run(
        _ texts: [String], parking: FakeParking = FakeParking(), letters: FakeDeadLetters = FakeDeadLetters(),
        headers: RecordHeaders = [:]
    ) async throws {
        let records = texts.enumerated().map { offset, text in
            ConsumedRecord(
                topicPartition: place, offset: Int64(offset), timestampMilliseconds: nil, key: nil,
                value: Array(text.utf8), headers: headers)
        }
        let consumer = FakeConsumer { [place] _, listener in
            await listener.assigned([place])
            listener.received(records)
        }
        let backoff = Backoff(base: .milliseconds(1), cap: .milliseconds(2))
        let processor = RecordProcessor(
            consumer: consumer, producer: producer, routes: [Route()], parking: parking, letters: letters,
            topics: topics, options: ProcessorOptions(retry: RetryPolicy(backoff: backoff, maxAttempts: 2)),
            now: { Date(timeIntervalSince1970: 1_790_000_000) }, clock: NotedSleeps(), logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await processor.run() }
            group.addTask { [place] in
                while consumer.state.withLock({ $0.stored[place] }) != Int64(texts.count), !Task.isCancelled {
                    await Task.yield()
                }
                consumer.close()
            }
            try await group.waitForAll()
        }
    }

    private func results() throws -> [Int64: SyncResult] {
        let all = try producer.records.filter { $0.topic == topics.results }.map {
            try JSONDecoder().decode(SyncResult.self, from: Data($0.value ?? []))
        }
        return Dictionary(all.map { ($0.source.offset, $0) }) { _, last in last }
    }

    private var deadLetters: [OutgoingRecord] { producer.records.filter { $0.topic == topics.deadLetters } }

    @Test(arguments: ["done", "unpark"]) func aKeyThatCannotBeAskedForIsADeadLetter(what: String) async throws {
        let letters = FakeDeadLetters()
        try await run(["sick:\(what)", "well:done"], parking: FakeParking(unstorable: ["sick"]), letters: letters)
        #expect(deadLetters.map(\.value) == [Array("sick:\(what)".utf8)])
        #expect(deadLetters.first?.headers["calsync.error.reason"] == "unstorable")
        let sick = try #require(try results()[0])
        #expect(sick.outcome == .rejected && sick.reason == .deadLetter)
        #expect(sick.subject == ResultSubject(), "whoever keeps results could not hold it either")
        #expect(letters.notes.map(\.accountId) == [nil])
        #expect(try results()[1]?.outcome == .succeeded)
    }

    @Test(arguments: ["parked", "retried"]) func whatCannotBeParkedIsADeadLetter(how: String) async throws {
        try await run(["sick:\(how)", "well:done"], parking: FakeParking(unparkable: ["sick"]))
        #expect(deadLetters.map { $0.headers["calsync.error.detail"] } == ["a key is too long to be indexed"])
        #expect(try results()[0]?.reason == .deadLetter && results()[1]?.outcome == .succeeded)
    }

    @Test func whatAHandlerCouldNotStoreSpeaksOfNobody() async throws {
        let letters = FakeDeadLetters()
        try await run(["sick:refused"], letters: letters)
        #expect(try results()[0]?.subject == ResultSubject())
        #expect(letters.notes.map(\.reason) == ["unstorable"])
    }

    @Test func aLetterThatCannotBeNotedIsInItsTopicAllTheSame() async throws {
        try await run(
            ["bad", "well:done"], letters: FakeDeadLetters(unstorable: ["odd"]), headers: ["kartra_account_id": "odd"])
        #expect(deadLetters.map(\.value) == [Array("bad".utf8)])
        #expect(try results()[0]?.reason == .deadLetter && results()[1]?.outcome == .succeeded)
    }
}
