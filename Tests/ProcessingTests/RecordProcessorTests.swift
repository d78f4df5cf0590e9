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
    private let engine = EngineUnderTest()

    @Test func everyInputHasAResultAndTheOffsetFollows() async throws {
        _ = try await engine.run((0..<200).map { "k\($0 % 7):\($0)" }) { _, context in
            .settled(context.result(.succeeded))
        } until: {
            engine.stored(200)($0)
        }
        #expect(try engine.results().count == 200)
        #expect(Set(try engine.results().map(\.source.offset)) == Set(0..<200))
    }

    @Test func recordsOfAKeyAreHandledInOrderWithoutOverlap() async throws {
        let seen = Mutex<[String: [Int]]>([:])
        let running = Mutex<Set<Int>>([])
        let overlaps = Mutex(0)
        _ = try await engine.run((0..<300).map { "k\($0 % 5):\($0)" }) { what, context in
            let number = Int(what) ?? -1
            let key = number % 5
            if !running.withLock({ $0.insert(key).inserted }) { overlaps.withLock { $0 += 1 } }
            await Task.yield()
            seen.withLock { $0["\(key)", default: []].append(number) }
            _ = running.withLock { $0.remove(key) }
            return .settled(context.result(.succeeded))
        } until: {
            engine.stored(300)($0)
        }
        #expect(overlaps.withLock { $0 } == 0)
        for (_, numbers) in seen.withLock({ $0 }) { #expect(numbers == numbers.sorted()) }
    }

    @Test func badInputBecomesADeadLetterAndTheNextRecordIsHandled() async throws {
        _ = try await engine.run(["bad", "a:1"]) { _, context in
            .settled(context.result(.succeeded))
        } until: {
            engine.stored(2)($0)
        }
        let letter = try #require(engine.producer.records.first { $0.topic == engine.topics.deadLetters })
        #expect(letter.value == Array("bad".utf8))
        #expect(letter.headers["calsync.error.reason"] == "not_json")
        #expect(letter.headers["calsync.error.field"] == "x")
        #expect(letter.headers["calsync.source.offset"] == "0")
        #expect(Set(try engine.results().map(\.outcome)) == [.rejected, .succeeded])
        // By its position: what is delivered again is the same letter.
        #expect(engine.letters.notes.map(\.source.offset) == [0])
        #expect(engine.letters.notes.first?.reason == "not_json")
    }

    @Test func whatComesOfAnInputCarriesItsTrace() async throws {
        let given = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        let seen = Mutex<[String?]>([])
        let consumer = FakeConsumer { [engine] _, listener in
            await listener.assigned([engine.place])
            listener.received([
                ConsumedRecord(
                    topicPartition: engine.place, offset: 0, timestampMilliseconds: nil, key: nil,
                    value: Array("a:1".utf8), headers: ["traceparent": given])
            ])
        }
        let route = EngineUnderTest.Route { _, context in
            seen.withLock { $0.append(TraceContext.current?.header) }
            return .settled(context.result(.succeeded))
        }
        let processor = RecordProcessor(
            consumer: consumer, producer: engine.producer, routes: [route], parking: engine.parking,
            letters: engine.letters,
            topics: engine.topics, now: { Date(timeIntervalSince1970: 1_790_000_000) }, logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await processor.run() }
            group.addTask {
                while !engine.stored(1)(consumer), !Task.isCancelled { await Task.yield() }
                consumer.close()
            }
            try await group.waitForAll()
        }
        #expect(seen.withLock { $0 } == [given])
        #expect(engine.producer.records.map { $0.headers["traceparent"] } == [given])
    }

    @Test func aFailureIsTriedAgainInItsKeyBeforeWhatFollows() async throws {
        let order = Mutex<[String]>([])
        _ = try await engine.run(["a:first", "a:second"]) { what, context in
            order.withLock { $0.append("\(what)\(context.attempt)") }
            if what == "first", context.attempt < 3 { return .retry(after: nil, .temporaryFailure) }
            return .settled(context.result(.succeeded))
        } until: {
            engine.stored(2)($0)
        }
        #expect(order.withLock { $0 } == ["first1", "first2", "first3", "second1"])
    }

    @Test func aFeedThatAnotherHoldsIsWaitedForAndNotParked() async throws {
        _ = try await engine.run(["a:held"]) { _, context in
            context.attempt < 20 ? .retry(after: nil, .busy) : .settled(context.result(.succeeded))
        } until: {
            engine.stored(1)($0)
        }
        #expect(try engine.results().map(\.outcome) == [.succeeded])
        #expect(try await engine.parking.isParked(key: "a") == false)
    }

    @Test func aStreamOfPingsDoesNotRenewThePatienceWithTheirFeed() async throws {
        let listening = Shared<(any PartitionListener)?>(nil)
        let consumer = FakeConsumer { [engine] _, listener in
            listening.update { $0 = listener }
            await listener.assigned([engine.place])
            listener.received([.test(offset: 0, value: "feed:ping")])
        }
        let calls = Shared(0)
        let route = EngineUnderTest.Route { _, _ in
            calls.update { $0 += 1 }
            // One more joins each try.
            if calls.value < 20 {
                listening.value?.received([.test(offset: Int64(calls.value), value: "feed:ping")])
            }
            return .retry(after: nil, .temporaryFailure)
        }
        let processor = RecordProcessor(
            consumer: consumer, producer: engine.producer, routes: [route], parking: engine.parking,
            letters: engine.letters,
            topics: engine.topics,
            options: ProcessorOptions(
                retry: RetryPolicy(backoff: Backoff(base: .milliseconds(1), cap: .milliseconds(2)), maxAttempts: 3)),
            now: { Date(timeIntervalSince1970: 1_790_000_000) }, logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await processor.run() }
            group.addTask { [engine] in
                while consumer.state.withLock({ ($0.stored[engine.place] ?? 0) < 3 }), !Task.isCancelled {
                    await Task.yield()
                }
                consumer.close()
            }
            try await group.waitForAll()
        }
        #expect(calls.value == 3)
        #expect(try await engine.parking.isParked(key: "feed"))
    }

    @Test func pingsOfOneFeedCoalesceAndEachHasItsResult() async throws {
        let calls = Mutex(0)
        _ = try await engine.run((0..<50).map { "feed:ping\($0)" }) { _, context in
            calls.withLock { $0 += 1 }
            return .settled(context.result(.succeeded))
        } until: {
            engine.stored(50)($0)
        }
        #expect(calls.withLock { $0 } == 1)
        #expect(try engine.results().filter { $0.reason == .coalesced }.count == 49)
        #expect(try engine.results().filter { $0.outcome == .succeeded }.map(\.source.offset) == [49])
    }

    /// A poll finds what a push has announced: if nobody heard the push, pings would be taken to be lost.
    @Test func ofWhatCoalescesTheLastThatAnnouncesIsHandled() async throws {
        let handled = Mutex<[String]>([])
        _ = try await engine.run(["feed:push0", "feed:push1", "feed:ping2"]) { what, context in
            handled.withLock { $0.append(what) }
            return .settled(context.result(.succeeded))
        } until: {
            engine.stored(3)($0)
        }
        #expect(handled.withLock { $0 } == ["push1"])
        let reasons = Dictionary(uniqueKeysWithValues: try engine.results().map { ($0.source.offset, $0.reason) })
        #expect(reasons == [0: .coalesced, 1: nil, 2: .coalesced])
    }

    @Test func whatIsHeldIsTakenUpAgainWithoutUsingAttempts() async throws {
        let rounds = Mutex(0)
        _ = try await engine.run(["a:1"]) { _, context in
            let round = rounds.withLock { rounds in
                rounds += 1
                return rounds
            }
            #expect(context.attempt == 1)
            return round < 20 ? .held(for: .milliseconds(1)) : .settled(context.result(.succeeded))
        } until: {
            engine.stored(1)($0)
        }
        #expect(try engine.results().map(\.outcome) == [.succeeded])
    }

    @Test func aResultThatCannotBePublishedHoldsTheOffsetUntilItIs() async throws {
        engine.producer.behaviour = .refuseNext(3)
        let calls = Mutex(0)
        _ = try await engine.run(["a:1"]) { _, context in
            calls.withLock { $0 += 1 }
            return .settled(context.result(.succeeded))
        } until: {
            engine.stored(1)($0)
        }
        #expect(calls.withLock { $0 } == 1)
        #expect(try engine.results().count == 1)
    }

    @Test func aFullPartitionIsPausedAndResumed() async throws {
        let consumer = try await engine.run(
            (0..<100).map { "k\($0):\($0)" }, options: ProcessorOptions(maxInFlight: 4, maxOpenPerPartition: 20)
        ) { _, context in
            await Task.yield()
            return .settled(context.result(.succeeded))
        } until: {
            engine.stored(100)($0)
        }
        #expect(consumer.state.withLock { $0.everPaused })
        #expect(consumer.state.withLock { $0.paused.isEmpty })
    }

    @Test func revocationWaitsForWhatRunsAndDropsWhatWaits() async throws {
        let (gate, open) = AsyncStream<Void>.makeStream()
        let handled = Shared<[String]>([])
        let revoked = Shared(false)
        let storedAtRevocation = Shared<Int64?>(nil)
        let consumer = FakeConsumer { [engine] consumer, listener in
            await listener.assigned([engine.place])
            listener.received([.test(offset: 0, value: "a:0"), .test(offset: 1, value: "a:1")])
            while handled.value.isEmpty { await Task.yield() }
            open.finish()
            await listener.revoked([engine.place])
            storedAtRevocation.update { $0 = consumer.state.withLock { $0.stored[engine.place] } }
            revoked.update { $0 = true }
        }
        let route = EngineUnderTest.Route { what, context in
            handled.update { $0.append(what) }
            for await _ in gate {}
            return .settled(context.result(.succeeded))
        }
        let processor = RecordProcessor(
            consumer: consumer, producer: engine.producer, routes: [route], parking: engine.parking,
            letters: engine.letters,
            topics: engine.topics, now: { Date(timeIntervalSince1970: 1_790_000_000) }, logger: Logger(label: "test"))
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
