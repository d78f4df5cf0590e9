import CalendarSync
import Foundation
import GoogleCalendar
import Logging
import OutboundHTTP
import Records
import Synchronization
import Testing
import TestSupport

@testable import Processing

/// One account that is throttled or hangs, and whether the others notice: the engine with the gate to Google.
@Suite(.timeLimit(.minutes(1))) struct SickAccountTests {
    private let producer = FakeProducer()
    private let parking = FakeParking()
    private let topics = Topics()
    private let place = TopicPartition(topic: "test", partition: 0)

    /// A Google that lets some users rest for ten minutes.
    private struct Google: HTTPSender {
        let calls = Shared<[String: Int]>([:])

        func send(_ request: OutboundRequest) async throws -> OutboundResponse {
            let isSick = request.url.contains("/sick/")
            calls.update { $0[isSick ? "sick" : "well", default: 0] += 1 }
            await Task.yield()
            if isSick {
                return OutboundResponse(
                    status: 403, headers: ["Retry-After": "600"],
                    body: Array(#"{"error":{"errors":[{"reason":"userRateLimitExceeded"}],"code":403}}"#.utf8))
            }
            return OutboundResponse(status: 200, body: Array(#"{"id":"e1"}"#.utf8))
        }
    }

    private struct Token: AccessTokenSource {
        func accessToken() async throws -> String { "token" }
        func invalidate(_ token: String) async {}
    }

    /// `account/number`: each record a key of its own, each of them one call.
    private struct Route: RecordRoute {
        let topic = "test"
        let handle: @Sendable (String, InputContext) async -> Outcome

        func work(for record: ConsumedRecord) throws(Rejection) -> RoutedWork {
            let key = String(decoding: record.value ?? [], as: UTF8.self)
            let account = String(key.prefix { $0 != "/" })
            return RoutedWork(
                key: key, subject: ResultSubject(accountId: account), eventId: key,
                task: .handle { [handle] in await handle(account, $0) })
        }
    }

    /// Runs the engine on these records until `isDone`.
    private func run(
        _ keys: [String], handle: @escaping @Sendable (String, InputContext) async -> Outcome,
        until isDone: @escaping @Sendable (FakeConsumer) -> Bool
    ) async throws {
        let consumer = FakeConsumer { [place] _, listener in
            await listener.assigned([place])
            listener.received(keys.enumerated().map { .test(offset: Int64($0.offset), value: $0.element) })
        }
        let processor = RecordProcessor(
            consumer: consumer, producer: producer, routes: [Route(handle: handle)], parking: parking,
            letters: FakeDeadLetters(), topics: topics, options: ProcessorOptions(shutdownTimeout: .milliseconds(1)),
            now: { Date(timeIntervalSince1970: 1_790_000_000) }, logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await processor.run() }
            group.addTask {
                while !isDone(consumer), !Task.isCancelled { await Task.yield() }
                consumer.close()
            }
            try await group.waitForAll()
        }
    }

    /// As the handlers do.
    private func calling(_ client: GoogleCalendarClient) -> @Sendable (String, InputContext) async -> Outcome {
        let gate = GoogleCallGate(callsPerMinute: nil)
        return { account, context in
            do {
                _ = try await client.governed(by: gate, account: account).getEvent(account, "e1", as: Token())
                return .settled(context.result(.succeeded))
            } catch GoogleError.held(let wait) {
                return .held(for: wait)
            } catch {
                return .retry(after: (error as? GoogleError)?.retryAfter, .temporaryFailure)
            }
        }
    }

    private func outcomes() throws -> [String: [SyncResult.Outcome: Int]] {
        let results = try producer.records.filter { $0.topic == topics.results }.map {
            try JSONDecoder().decode(SyncResult.self, from: Data($0.value ?? []))
        }
        return Dictionary(grouping: results) { $0.subject.accountId ?? "" }.mapValues { results in
            Dictionary(grouping: results, by: \.outcome).mapValues(\.count)
        }
    }

    private func stored(_ offset: Int64) -> @Sendable (FakeConsumer) -> Bool {
        { [place] consumer in consumer.state.withLock { $0.stored[place] } == offset }
    }

    @Test func anAccountThatRestsIsParkedUntilThenAndAnotherIsHandledAtOnce() async throws {
        let google = Google()
        let keys = (0..<200).map { "sick/\($0)" } + ["well/1"]
        try await run(keys, handle: calling(GoogleCalendarClient(sender: google))) { stored(201)($0) }
        #expect(try outcomes() == ["sick": [.parked: 200], "well": [.succeeded: 1]])
        for key in keys.dropLast() {
            let parked = try #require(try await parking.parked(key: key, limit: 1).first)
            // By as much earlier as it was told later: the gate's time goes on.
            #expect((1_790_000_300...1_790_000_600).contains(parked.dueAt.timeIntervalSince1970))
        }
        // Those that were under way when Google first said so, and no more.
        #expect(google.calls.value["sick", default: 0] <= 48)
    }

    @Test func aBurstOfOneAccountSimplyGetsThrough() async throws {
        let keys = (0..<200).map { "well/\($0)" }
        try await run(keys, handle: calling(GoogleCalendarClient(sender: Google()))) { stored(200)($0) }
        #expect(try outcomes() == ["well": [.succeeded: 200]])
    }

    @Test func anAccountWhoseCallsNeverEndLeavesPlacesToAnother() async throws {
        let hanging = Shared(0)
        let isHandled = Shared(false)
        try await run((0..<200).map { "hangs/\($0)" } + ["well/1"]) { account, context in
            if account == "hangs" {
                hanging.update { $0 += 1 }
                while !isHandled.value, !Task.isCancelled { await Task.yield() }
            } else {
                #expect(hanging.value <= 48)
                isHandled.update { $0 = true }
            }
            return .settled(context.result(.succeeded))
        } until: {
            stored(201)($0)
        }
        #expect(isHandled.value)
    }
}
