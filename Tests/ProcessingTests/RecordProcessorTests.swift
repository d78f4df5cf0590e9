import CalendarSync
import Foundation
import Logging
import OutboundHTTP
import Records
import ServiceLifecycle
import Synchronization
import Testing
import TestSupport

@testable import Processing

@Suite(.timeLimit(.minutes(1))) struct RecordProcessorTests {
    private let producer = FakeProducer()
    private let parking = FakeParking()
    private let letters = FakeDeadLetters()
    private let place = TopicPartition(topic: "test", partition: 0)
    private let topics = Topics()

    /// Handles by the record's text: `key:what`.
    private struct Route: RecordRoute {
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
    private func run(
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

    private func results() throws -> [SyncResult] {
        try producer.records.filter { $0.topic == topics.results }.map {
            try JSONDecoder().decode(SyncResult.self, from: Data($0.value ?? []))
        }
    }

    private func stored(_ offset: Int64) -> @Sendable (FakeConsumer) -> Bool {
        { [place] consumer in consumer.state.withLock { $0.stored[place] } == offset }
    }

    @Test func everyInputHasAResultAndTheOffsetFollows() async throws {
        _ = try await run((0..<200).map { "k\($0 % 7):\($0)" }) { _, context in
            .settled(context.result(.succeeded))
        } until: {
            stored(200)($0)
        }
        #expect(try results().count == 200)
        #expect(Set(try results().map(\.source.offset)) == Set(0..<200))
    }

    @Test func recordsOfAKeyAreHandledInOrderWithoutOverlap() async throws {
        let seen = Mutex<[String: [Int]]>([:])
        let running = Mutex<Set<Int>>([])
        let overlaps = Mutex(0)
        _ = try await run((0..<300).map { "k\($0 % 5):\($0)" }) { what, context in
            let number = Int(what) ?? -1
            let key = number % 5
            if !running.withLock({ $0.insert(key).inserted }) { overlaps.withLock { $0 += 1 } }
            await Task.yield()
            seen.withLock { $0["\(key)", default: []].append(number) }
            _ = running.withLock { $0.remove(key) }
            return .settled(context.result(.succeeded))
        } until: {
            stored(300)($0)
        }
        #expect(overlaps.withLock { $0 } == 0)
        for (_, numbers) in seen.withLock({ $0 }) { #expect(numbers == numbers.sorted()) }
    }

    @Test func badInputBecomesADeadLetterAndTheNextRecordIsHandled() async throws {
        _ = try await run(["bad", "a:1"]) { _, context in
            .settled(context.result(.succeeded))
        } until: {
            stored(2)($0)
        }
        let letter = try #require(producer.records.first { $0.topic == topics.deadLetters })
        #expect(letter.value == Array("bad".utf8))
        #expect(letter.headers["calsync.error.reason"] == "not_json")
        #expect(letter.headers["calsync.error.field"] == "x")
        #expect(letter.headers["calsync.source.offset"] == "0")
        #expect(Set(try results().map(\.outcome)) == [.rejected, .succeeded])
        // By its position: what is delivered again is the same letter.
        #expect(letters.notes.map(\.source.offset) == [0])
        #expect(letters.notes.first?.reason == "not_json")
    }

    @Test func whatComesOfAnInputCarriesItsTrace() async throws {
        let given = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        let seen = Mutex<[String?]>([])
        let consumer = FakeConsumer { [place] _, listener in
            await listener.assigned([place])
            listener.received([
                ConsumedRecord(
                    topicPartition: place, offset: 0, timestampMilliseconds: nil, key: nil,
                    value: Array("a:1".utf8), headers: ["traceparent": given])
            ])
        }
        let route = Route { _, context in
            seen.withLock { $0.append(TraceContext.current?.header) }
            return .settled(context.result(.succeeded))
        }
        let processor = RecordProcessor(
            consumer: consumer, producer: producer, routes: [route], parking: parking, letters: letters,
            topics: topics, now: { Date(timeIntervalSince1970: 1_790_000_000) }, logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await processor.run() }
            group.addTask {
                while !stored(1)(consumer), !Task.isCancelled { await Task.yield() }
                consumer.close()
            }
            try await group.waitForAll()
        }
        #expect(seen.withLock { $0 } == [given])
        #expect(producer.records.map { $0.headers["traceparent"] } == [given])
    }

    @Test func aFailureIsTriedAgainInItsKeyBeforeWhatFollows() async throws {
        let order = Mutex<[String]>([])
        _ = try await run(["a:first", "a:second"]) { what, context in
            order.withLock { $0.append("\(what)\(context.attempt)") }
            if what == "first", context.attempt < 3 { return .retry(after: nil, .temporaryFailure) }
            return .settled(context.result(.succeeded))
        } until: {
            stored(2)($0)
        }
        #expect(order.withLock { $0 } == ["first1", "first2", "first3", "second1"])
    }

    @Test func aFeedThatAnotherHoldsIsWaitedForAndNotParked() async throws {
        _ = try await run(["a:held"]) { _, context in
            context.attempt < 20 ? .retry(after: nil, .busy) : .settled(context.result(.succeeded))
        } until: {
            stored(1)($0)
        }
        #expect(try results().map(\.outcome) == [.succeeded])
        #expect(try await parking.isParked(key: "a") == false)
    }

    @Test func whenRetriesAreExhaustedTheKeyIsParkedInOrderAndOthersGoOn() async throws {
        _ = try await run(["a:sick", "a:next", "b:well"]) { what, context in
            what == "sick" ? .retry(after: nil, .temporaryFailure) : .settled(context.result(.succeeded))
        } until: {
            stored(3)($0)
        }
        let parked = try await parking.parked(key: "a", limit: 10)
        #expect(parked.map(\.record.offset) == [0, 1])
        #expect(parked.map(\.reason) == [.retriesExhausted, .behindParked])
        #expect(
            Set(try results().map { "\($0.source.offset) \($0.outcome)" }) == ["0 parked", "1 parked", "2 succeeded"])
    }

    @Test func unparkingTakesTheRecordsUpInOrderWithAFinalResultEach() async throws {
        for offset in Int64(10)...12 {
            try await parking.park(
                ParkedRecord(
                    key: "a", accountId: nil, record: .test(offset: offset, value: "a:\(offset)"),
                    reason: .retriesExhausted, condition: .time, parkedAt: .distantPast, dueAt: .distantPast))
        }
        let order = Mutex<[String]>([])
        _ = try await run(["a:unpark"]) { what, context in
            order.withLock { $0.append(what) }
            if what == "12" { return .retry(after: .seconds(200), .temporaryFailure) }
            return .settled(context.result(.succeeded))
        } until: {
            stored(1)($0)
        }
        #expect(order.withLock { $0 } == ["10", "11", "12"])
        #expect(try await parking.parked(key: "a", limit: 10).map(\.record.offset) == [12])
        #expect(parking.dueAt("a") == Date(timeIntervalSince1970: 1_790_000_200))
        #expect(try results().map(\.source.offset) == [10, 11, 0])
    }

    @Test func aParkedRecordIsTriedAsOftenAsALiveOne() async throws {
        try await parking.park(
            ParkedRecord(
                key: "a", accountId: nil, record: .test(offset: 10, value: "a:10"), reason: .retriesExhausted,
                condition: .time, parkedAt: .distantPast, dueAt: .distantPast))
        let tries = Mutex(0)
        _ = try await run(["a:unpark", "a:live"]) { what, context in
            if what == "10",
                tries.withLock({ tries in
                    tries += 1
                    return tries < 3
                })
            {
                return .retry(after: nil, .temporaryFailure)
            }
            return .settled(context.result(.succeeded))
        } until: {
            stored(2)($0)
        }
        #expect(tries.withLock { $0 } == 3)
        #expect(try await parking.parked(key: "a", limit: 10).isEmpty)
        #expect(try results().map(\.source.offset) == [10, 0, 1])
    }

    @Test func aRecordThatIsTakenUpHasTheAttemptsOfItsRoundAndTheNextBeginsAnew() async throws {
        for offset in Int64(10)...11 {
            try await parking.park(
                ParkedRecord(
                    key: "a", accountId: nil, record: .test(offset: offset, value: "a:\(offset)"),
                    reason: .retriesExhausted, condition: .time, parkedAt: .distantPast, dueAt: .distantPast))
        }
        let attempts = Mutex<[String]>([])
        _ = try await run(["a:unpark"]) { what, context in
            attempts.withLock { $0.append("\(what) \(context.attempt)") }
            if what == "10", context.attempt < 3 { return .retry(after: nil, .temporaryFailure) }
            return .settled(context.result(.succeeded))
        } until: {
            stored(1)($0)
        }
        #expect(attempts.withLock { $0 } == ["10 1", "10 2", "10 3", "11 1"])
    }

    @Test func aKeyThatHasToWaitAgainSaysWhatForNow() async throws {
        try await parking.park(
            ParkedRecord(
                key: "a", accountId: nil, record: .test(offset: 10, value: "a:10"), reason: .retriesExhausted,
                condition: .time, parkedAt: .distantPast, dueAt: .distantPast))
        let later = Date(timeIntervalSince1970: 1_790_001_800)
        _ = try await run(["a:unpark"]) { _, _ in
            .parked(.reconnectNeeded, until: .reconnect(integrationId: "mine"), dueAt: later)
        } until: {
            stored(1)($0)
        }
        let parked = try #require(try await parking.parked(key: "a", limit: 1).first)
        #expect(parked.reason == .reconnectNeeded)
        #expect(parked.condition == .reconnect(integrationId: "mine"))
        #expect(parking.dueAt("a") == later)
    }

    @Test func aStreamOfPingsDoesNotRenewThePatienceWithTheirFeed() async throws {
        let engine = Shared<(any PartitionListener)?>(nil)
        let consumer = FakeConsumer { [place] _, listener in
            engine.update { $0 = listener }
            await listener.assigned([place])
            listener.received([.test(offset: 0, value: "feed:ping")])
        }
        let calls = Shared(0)
        let route = Route { _, _ in
            calls.update { $0 += 1 }
            // One more joins each try.
            if calls.value < 20 {
                engine.value?.received([.test(offset: Int64(calls.value), value: "feed:ping")])
            }
            return .retry(after: nil, .temporaryFailure)
        }
        let processor = RecordProcessor(
            consumer: consumer, producer: producer, routes: [route], parking: parking, letters: letters,
            topics: topics,
            options: ProcessorOptions(
                retry: RetryPolicy(backoff: Backoff(base: .milliseconds(1), cap: .milliseconds(2)), maxAttempts: 3)),
            now: { Date(timeIntervalSince1970: 1_790_000_000) }, logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await processor.run() }
            group.addTask { [place] in
                while consumer.state.withLock({ ($0.stored[place] ?? 0) < 3 }), !Task.isCancelled { await Task.yield() }
                consumer.close()
            }
            try await group.waitForAll()
        }
        #expect(calls.value == 3)
        #expect(try await parking.isParked(key: "feed"))
    }

    @Test func pingsOfOneFeedCoalesceAndEachHasItsResult() async throws {
        let calls = Mutex(0)
        _ = try await run((0..<50).map { "feed:ping\($0)" }) { _, context in
            calls.withLock { $0 += 1 }
            return .settled(context.result(.succeeded))
        } until: {
            stored(50)($0)
        }
        #expect(calls.withLock { $0 } == 1)
        #expect(try results().filter { $0.reason == .coalesced }.count == 49)
        #expect(try results().filter { $0.outcome == .succeeded }.map(\.source.offset) == [49])
    }

    /// The parked one may be under way on another worker, and have read before these came.
    @Test func aPingBehindAParkedOneWaitsAndTheNextOnesAreCoveredByIt() async throws {
        try await parking.park(
            ParkedRecord(
                key: "feed", accountId: nil, record: .test(offset: 10, value: "feed:ping10"), reason: .retriesExhausted,
                condition: .time, parkedAt: .distantPast, dueAt: .distantPast))
        _ = try await run(["feed:ping0", "feed:ping1", "feed:link2", "feed:ping3"]) { _, context in
            Issue.record("handled although an earlier one is parked")
            return .settled(context.result(.succeeded))
        } until: {
            stored(4)($0)
        }
        #expect(try await parking.parked(key: "feed", limit: 10).map(\.record.offset) == [10, 1, 2])
        let ended = Dictionary(grouping: try results(), by: \.source.offset).mapValues { $0.map(\.outcome) }
        #expect(ended == [0: [.skipped], 1: [.parked], 2: [.parked], 3: [.skipped]])
    }

    @Test func whatIsParkedWhileAKeyIsTakenUpIsTakenUpWithIt() async throws {
        let record = { @Sendable (offset: Int64) in
            ParkedRecord(
                key: "feed", accountId: nil, record: .test(offset: offset, value: "feed:ping\(offset)"),
                reason: .retriesExhausted, condition: .time, parkedAt: .distantPast, dueAt: .distantPast)
        }
        try await parking.park(record(10))
        _ = try await run(["feed:unpark"]) { [parking] what, context in
            if what == "ping10" { try? await parking.park(record(11)) }
            return .settled(context.result(.succeeded))
        } until: {
            stored(1)($0)
        }
        #expect(try await parking.parked(key: "feed", limit: 10).isEmpty)
        #expect(try results().map(\.source.offset) == [10, 11, 0])
    }

    /// Rounds that take longer than it takes to ask would run back to back.
    @Test func whatWasAskedForBeforeARoundEndedIsSkippedAndWhatIsAskedForLaterIsNot() async throws {
        try await parking.park(
            ParkedRecord(
                key: "a", accountId: nil, record: .test(offset: 10, value: "a:10"), reason: .retriesExhausted,
                condition: .time, parkedAt: .distantPast, dueAt: .distantPast))
        let calls = Mutex(0)
        _ = try await run(["a:unpark", "a:unpark", "a:unpark", "a:unpark60"]) { _, _ in
            calls.withLock { $0 += 1 }
            return .retry(after: nil, .temporaryFailure)
        } until: {
            stored(4)($0)
        }
        #expect(calls.withLock { $0 } == 6)
        let ended = try results().sorted { $0.source.offset < $1.source.offset }
        #expect(ended.map(\.outcome) == [.succeeded, .skipped, .skipped, .succeeded])
        #expect(ended.map(\.reason) == [nil, .stale, .stale, nil])
    }

    /// An owner may have connected again while the round was under way.
    @Test func aRoundThatEndedInWaitingForItsOwnerKeepsNoOtherBack() async throws {
        try await parking.park(
            ParkedRecord(
                key: "a", accountId: nil, record: .test(offset: 10, value: "a:10"), reason: .reconnectNeeded,
                condition: .time, parkedAt: .distantPast, dueAt: .distantPast))
        let calls = Mutex(0)
        _ = try await run(["a:unpark", "a:unpark"]) { _, context in
            let isFirst = calls.withLock { calls in
                calls += 1
                return calls == 1
            }
            return isFirst
                ? .parked(.reconnectNeeded, until: .reconnect(integrationId: "mine"), dueAt: .distantFuture)
                : .settled(context.result(.succeeded))
        } until: {
            stored(2)($0)
        }
        #expect(try await parking.parked(key: "a", limit: 1).isEmpty)
    }

    @Test func aParkedRecordThatCannotBeReadEndsItsUnparkingAndHoldsNoPartition() async throws {
        let rows: [(Int64, String?)] = [(10, nil), (11, FakeParking.unreadable), (12, nil)]
        for (offset, account) in rows {
            try await parking.park(
                ParkedRecord(
                    key: "feed", accountId: account, record: .test(offset: offset, value: "feed:ping\(offset)"),
                    reason: .retriesExhausted, condition: .time, parkedAt: .distantPast, dueAt: .distantPast))
        }
        // A store that is only away is waited for.
        parking.fail(times: 2)
        _ = try await run(["feed:unpark", "feed:ping1", "b:2"]) { _, context in
            .settled(context.result(.succeeded))
        } until: {
            stored(3)($0)
        }
        let ended = Dictionary(uniqueKeysWithValues: try results().map { ($0.source.offset, $0) })
        // What stands before it was taken up.
        #expect(ended[10]?.outcome == .succeeded)
        #expect(ended[0]?.outcome == .skipped)
        #expect(ended[0]?.notes == [Unparker.unreadable])
        #expect(ended[1]?.outcome == .parked)
        #expect(ended[2]?.outcome == .succeeded)
        #expect(try await parking.parkedCount(accountId: nil) == 3)
    }

    /// A poll finds what a push has announced: if nobody heard the push, pings would be taken to be lost.
    @Test func ofWhatCoalescesTheLastThatAnnouncesIsHandled() async throws {
        let handled = Mutex<[String]>([])
        _ = try await run(["feed:push0", "feed:push1", "feed:ping2"]) { what, context in
            handled.withLock { $0.append(what) }
            return .settled(context.result(.succeeded))
        } until: {
            stored(3)($0)
        }
        #expect(handled.withLock { $0 } == ["push1"])
        let reasons = Dictionary(uniqueKeysWithValues: try results().map { ($0.source.offset, $0.reason) })
        #expect(reasons == [0: .coalesced, 1: nil, 2: .coalesced])
    }

    @Test func aPushBehindAParkedPollWaitsWhereNoOtherDoes() async throws {
        for offset in Int64(10)...11 {
            try await parking.park(
                ParkedRecord(
                    key: "feed", accountId: nil, record: .test(offset: offset, value: "feed:ping\(offset)"),
                    reason: .behindParked, condition: .time, parkedAt: .distantPast, dueAt: .distantPast))
        }
        _ = try await run(["feed:push0", "feed:link1", "feed:push2", "feed:ping3"]) { _, context in
            .settled(context.result(.succeeded))
        } until: {
            stored(4)($0)
        }
        #expect(try await parking.parked(key: "feed", limit: 10).map(\.record.offset) == [10, 11, 0, 1])
    }

    @Test func whatIsHeldIsTakenUpAgainWithoutUsingAttempts() async throws {
        let rounds = Mutex(0)
        _ = try await run(["a:1"]) { _, context in
            let round = rounds.withLock { rounds in
                rounds += 1
                return rounds
            }
            #expect(context.attempt == 1)
            return round < 20 ? .held(for: .milliseconds(1)) : .settled(context.result(.succeeded))
        } until: {
            stored(1)($0)
        }
        #expect(try results().map(\.outcome) == [.succeeded])
    }

    @Test func whatIsHeldForLongIsParkedUntilThenAndIsNoFailure() async throws {
        _ = try await run(["a:1"]) { _, _ in
            .held(for: .seconds(600))
        } until: {
            stored(1)($0)
        }
        let parked = try #require(try await parking.parked(key: "a", limit: 1).first)
        #expect(parked.reason == .temporaryFailure)
        #expect(parked.dueAt.timeIntervalSince1970 >= 1_790_000_600)
    }

    @Test func aResultThatCannotBePublishedHoldsTheOffsetUntilItIs() async throws {
        producer.behaviour = .refuseNext(3)
        let calls = Mutex(0)
        _ = try await run(["a:1"]) { _, context in
            calls.withLock { $0 += 1 }
            return .settled(context.result(.succeeded))
        } until: {
            stored(1)($0)
        }
        #expect(calls.withLock { $0 } == 1)
        #expect(try results().count == 1)
    }

    @Test func aFullPartitionIsPausedAndResumed() async throws {
        let consumer = try await run(
            (0..<100).map { "k\($0):\($0)" }, options: ProcessorOptions(maxInFlight: 4, maxOpenPerPartition: 20)
        ) { _, context in
            await Task.yield()
            return .settled(context.result(.succeeded))
        } until: {
            stored(100)($0)
        }
        #expect(consumer.state.withLock { $0.everPaused })
        #expect(consumer.state.withLock { $0.paused.isEmpty })
    }

    @Test func revocationWaitsForWhatRunsAndDropsWhatWaits() async throws {
        let (gate, open) = AsyncStream<Void>.makeStream()
        let handled = Shared<[String]>([])
        let revoked = Shared(false)
        let storedAtRevocation = Shared<Int64?>(nil)
        let consumer = FakeConsumer { [place] consumer, listener in
            await listener.assigned([place])
            listener.received([.test(offset: 0, value: "a:0"), .test(offset: 1, value: "a:1")])
            while handled.value.isEmpty { await Task.yield() }
            open.finish()
            await listener.revoked([place])
            storedAtRevocation.update { $0 = consumer.state.withLock { $0.stored[place] } }
            revoked.update { $0 = true }
        }
        let route = Route { what, context in
            handled.update { $0.append(what) }
            for await _ in gate {}
            return .settled(context.result(.succeeded))
        }
        let processor = RecordProcessor(
            consumer: consumer, producer: producer, routes: [route], parking: parking, letters: letters,
            topics: topics, now: { Date(timeIntervalSince1970: 1_790_000_000) }, logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await processor.run() }
            group.addTask {
                while !revoked.value { await Task.yield() }
                consumer.close()
            }
            try await group.waitForAll()
        }
        #expect(handled.value == ["0"])
        #expect(storedAtRevocation.value == 1)
    }
}
