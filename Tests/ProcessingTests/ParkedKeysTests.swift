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

/// What is parked, what waits behind it, and how it is taken up again.
@Suite(.timeLimit(.minutes(1))) struct ParkedKeysTests {
    private let engine = EngineUnderTest()

    @Test func whenRetriesAreExhaustedTheKeyIsParkedInOrderAndOthersGoOn() async throws {
        _ = try await engine.run(["a:sick", "a:next", "b:well"]) { what, context in
            what == "sick" ? .retry(after: nil, .temporaryFailure) : .settled(context.result(.succeeded))
        } until: {
            engine.stored(3)($0)
        }
        let parked = try await engine.parking.parked(key: "a", limit: 10)
        #expect(parked.map(\.record.offset) == [0, 1])
        #expect(parked.map(\.reason) == [.retriesExhausted, .behindParked])
        #expect(
            Set(try engine.results().map { "\($0.source.offset) \($0.outcome)" }) == [
                "0 parked", "1 parked", "2 succeeded",
            ])
    }

    @Test func unparkingTakesTheRecordsUpInOrderWithAFinalResultEach() async throws {
        for offset in Int64(10)...12 {
            try await engine.parking.park(
                ParkedRecord(
                    key: "a", accountId: nil, record: .test(offset: offset, value: "a:\(offset)"),
                    reason: .retriesExhausted, condition: .time, parkedAt: .distantPast, dueAt: .distantPast))
        }
        let order = Mutex<[String]>([])
        _ = try await engine.run(["a:unpark"]) { what, context in
            order.withLock { $0.append(what) }
            if what == "12" { return .retry(after: .seconds(200), .temporaryFailure) }
            return .settled(context.result(.succeeded))
        } until: {
            engine.stored(1)($0)
        }
        #expect(order.withLock { $0 } == ["10", "11", "12"])
        #expect(try await engine.parking.parked(key: "a", limit: 10).map(\.record.offset) == [12])
        #expect(engine.parking.dueAt("a") == Date(timeIntervalSince1970: 1_790_000_200))
        #expect(try engine.results().map(\.source.offset) == [10, 11, 0])
    }

    @Test func aParkedRecordIsTriedAsOftenAsALiveOne() async throws {
        try await engine.parking.park(
            ParkedRecord(
                key: "a", accountId: nil, record: .test(offset: 10, value: "a:10"), reason: .retriesExhausted,
                condition: .time, parkedAt: .distantPast, dueAt: .distantPast))
        let tries = Mutex(0)
        _ = try await engine.run(["a:unpark", "a:live"]) { what, context in
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
            engine.stored(2)($0)
        }
        #expect(tries.withLock { $0 } == 3)
        #expect(try await engine.parking.parked(key: "a", limit: 10).isEmpty)
        #expect(try engine.results().map(\.source.offset) == [10, 0, 1])
    }

    @Test func aRecordThatIsTakenUpHasTheAttemptsOfItsRoundAndTheNextBeginsAnew() async throws {
        for offset in Int64(10)...11 {
            try await engine.parking.park(
                ParkedRecord(
                    key: "a", accountId: nil, record: .test(offset: offset, value: "a:\(offset)"),
                    reason: .retriesExhausted, condition: .time, parkedAt: .distantPast, dueAt: .distantPast))
        }
        let attempts = Mutex<[String]>([])
        _ = try await engine.run(["a:unpark"]) { what, context in
            attempts.withLock { $0.append("\(what) \(context.attempt)") }
            if what == "10", context.attempt < 3 { return .retry(after: nil, .temporaryFailure) }
            return .settled(context.result(.succeeded))
        } until: {
            engine.stored(1)($0)
        }
        #expect(attempts.withLock { $0 } == ["10 1", "10 2", "10 3", "11 1"])
    }

    @Test func aKeyThatHasToWaitAgainSaysWhatForNow() async throws {
        try await engine.parking.park(
            ParkedRecord(
                key: "a", accountId: nil, record: .test(offset: 10, value: "a:10"), reason: .retriesExhausted,
                condition: .time, parkedAt: .distantPast, dueAt: .distantPast))
        let later = Date(timeIntervalSince1970: 1_790_001_800)
        _ = try await engine.run(["a:unpark"]) { _, _ in
            .parked(.reconnectNeeded, until: .reconnect(integrationId: "mine"), dueAt: later)
        } until: {
            engine.stored(1)($0)
        }
        let parked = try #require(try await engine.parking.parked(key: "a", limit: 1).first)
        #expect(parked.reason == .reconnectNeeded)
        #expect(parked.condition == .reconnect(integrationId: "mine"))
        #expect(engine.parking.dueAt("a") == later)
    }

    /// The parked one may be under way on another worker, and have read before these came.
    @Test func aPingBehindAParkedOneWaitsAndTheNextOnesAreCoveredByIt() async throws {
        try await engine.parking.park(
            ParkedRecord(
                key: "feed", accountId: nil, record: .test(offset: 10, value: "feed:ping10"), reason: .retriesExhausted,
                condition: .time, parkedAt: .distantPast, dueAt: .distantPast))
        _ = try await engine.run(["feed:ping0", "feed:ping1", "feed:link2", "feed:ping3"]) { _, context in
            Issue.record("handled although an earlier one is parked")
            return .settled(context.result(.succeeded))
        } until: {
            engine.stored(4)($0)
        }
        #expect(try await engine.parking.parked(key: "feed", limit: 10).map(\.record.offset) == [10, 1, 2])
        let ended = Dictionary(grouping: try engine.results(), by: \.source.offset).mapValues { $0.map(\.outcome) }
        #expect(ended == [0: [.skipped], 1: [.parked], 2: [.parked], 3: [.skipped]])
    }

    @Test func whatIsParkedWhileAKeyIsTakenUpIsTakenUpWithIt() async throws {
        let record = { @Sendable (offset: Int64) in
            ParkedRecord(
                key: "feed", accountId: nil, record: .test(offset: offset, value: "feed:ping\(offset)"),
                reason: .retriesExhausted, condition: .time, parkedAt: .distantPast, dueAt: .distantPast)
        }
        try await engine.parking.park(record(10))
        _ = try await engine.run(["feed:unpark"]) { [engine] what, context in
            if what == "ping10" { try? await engine.parking.park(record(11)) }
            return .settled(context.result(.succeeded))
        } until: {
            engine.stored(1)($0)
        }
        #expect(try await engine.parking.parked(key: "feed", limit: 10).isEmpty)
        #expect(try engine.results().map(\.source.offset) == [10, 11, 0])
    }

    /// Rounds that take longer than it takes to ask would run back to back.
    @Test func whatWasAskedForBeforeARoundEndedIsSkippedAndWhatIsAskedForLaterIsNot() async throws {
        try await engine.parking.park(
            ParkedRecord(
                key: "a", accountId: nil, record: .test(offset: 10, value: "a:10"), reason: .retriesExhausted,
                condition: .time, parkedAt: .distantPast, dueAt: .distantPast))
        let calls = Mutex(0)
        _ = try await engine.run(["a:unpark", "a:unpark", "a:unpark", "a:unpark60"]) { _, _ in
            calls.withLock { $0 += 1 }
            return .retry(after: nil, .temporaryFailure)
        } until: {
            engine.stored(4)($0)
        }
        #expect(calls.withLock { $0 } == 6)
        let ended = try engine.results().sorted { $0.source.offset < $1.source.offset }
        #expect(ended.map(\.outcome) == [.succeeded, .skipped, .skipped, .succeeded])
        #expect(ended.map(\.reason) == [nil, .stale, .stale, nil])
    }

    /// An owner may have connected again while the round was under way.
    @Test func aRoundThatEndedInWaitingForItsOwnerKeepsNoOtherBack() async throws {
        try await engine.parking.park(
            ParkedRecord(
                key: "a", accountId: nil, record: .test(offset: 10, value: "a:10"), reason: .reconnectNeeded,
                condition: .time, parkedAt: .distantPast, dueAt: .distantPast))
        let calls = Mutex(0)
        _ = try await engine.run(["a:unpark", "a:unpark"]) { _, context in
            let isFirst = calls.withLock { calls in
                calls += 1
                return calls == 1
            }
            return isFirst
                ? .parked(.reconnectNeeded, until: .reconnect(integrationId: "mine"), dueAt: .distantFuture)
                : .settled(context.result(.succeeded))
        } until: {
            engine.stored(2)($0)
        }
        #expect(try await engine.parking.parked(key: "a", limit: 1).isEmpty)
    }

    @Test func aParkedRecordThatCannotBeReadEndsItsUnparkingAndHoldsNoPartition() async throws {
        let rows: [(Int64, String?)] = [(10, nil), (11, FakeParking.unreadable), (12, nil)]
        for (offset, account) in rows {
            try await engine.parking.park(
                ParkedRecord(
                    key: "feed", accountId: account, record: .test(offset: offset, value: "feed:ping\(offset)"),
                    reason: .retriesExhausted, condition: .time, parkedAt: .distantPast, dueAt: .distantPast))
        }
        // A store that is only away is waited for.
        engine.parking.fail(times: 2)
        _ = try await engine.run(["feed:unpark", "feed:ping1", "b:2"]) { _, context in
            .settled(context.result(.succeeded))
        } until: {
            engine.stored(3)($0)
        }
        let ended = Dictionary(uniqueKeysWithValues: try engine.results().map { ($0.source.offset, $0) })
        // What stands before it was taken up.
        #expect(ended[10]?.outcome == .succeeded)
        #expect(ended[0]?.outcome == .skipped)
        #expect(ended[0]?.notes == [Unparker.unreadable])
        #expect(ended[1]?.outcome == .parked)
        #expect(ended[2]?.outcome == .succeeded)
        #expect(try await engine.parking.parkedCount(accountId: nil) == 3)
    }

    @Test func aPushBehindAParkedPollWaitsWhereNoOtherDoes() async throws {
        for offset in Int64(10)...11 {
            try await engine.parking.park(
                ParkedRecord(
                    key: "feed", accountId: nil, record: .test(offset: offset, value: "feed:ping\(offset)"),
                    reason: .behindParked, condition: .time, parkedAt: .distantPast, dueAt: .distantPast))
        }
        _ = try await engine.run(["feed:push0", "feed:link1", "feed:push2", "feed:ping3"]) { _, context in
            .settled(context.result(.succeeded))
        } until: {
            engine.stored(4)($0)
        }
        #expect(try await engine.parking.parked(key: "feed", limit: 10).map(\.record.offset) == [10, 11, 0, 1])
    }

    @Test func whatIsHeldForLongIsParkedUntilThenAndIsNoFailure() async throws {
        _ = try await engine.run(["a:1"]) { _, _ in
            .held(for: .seconds(600))
        } until: {
            engine.stored(1)($0)
        }
        let parked = try #require(try await engine.parking.parked(key: "a", limit: 1).first)
        #expect(parked.reason == .temporaryFailure)
        #expect(parked.dueAt.timeIntervalSince1970 >= 1_790_000_600)
    }
}
