import CalendarSync
import Foundation
import Records
import Testing

@testable import Processing

@Suite struct KeyedQueueTests {
    private func delivery(
        _ key: String, _ offset: Int64, of account: String? = nil, coalesces: Bool = false, partition: Int32 = 0
    ) -> Delivery {
        Delivery(
            record: .test(offset: offset, partition: partition),
            work: .success(
                RoutedWork(
                    key: key, subject: ResultSubject(accountId: account), eventId: "\(offset)", coalesces: coalesces,
                    task: .unpark(askedAt: .distantFuture))),
            assignment: 1)
    }

    private func offsets(_ turn: KeyedQueue.Turn?) -> [Int64]? { turn?.deliveries.map(\.record.offset) }

    @Test func oneKeyIsHandledInOrderAndOneAtATime() {
        var queue = KeyedQueue(maxInFlight: 8)
        queue.append(delivery("a", 1))
        queue.append(delivery("a", 2))
        queue.append(delivery("b", 3))
        let first = queue.next()
        let second = queue.next()
        let third = queue.next()
        #expect(offsets(first) == [1])
        #expect(offsets(second) == [3])
        #expect(third == nil)
        if let first { queue.finish(first) }
        let turn1 = queue.next()
        #expect(offsets(turn1) == [2])
    }

    @Test func noMoreKeysRunAtOnceThanAllowed() {
        var queue = KeyedQueue(maxInFlight: 2)
        for key in ["a", "b", "c"] { queue.append(delivery(key, 1)) }
        let first = queue.next()
        let turn2 = queue.next()
        #expect(turn2 != nil)
        let turn3 = queue.next()
        #expect(turn3 == nil)
        #expect(queue.inFlight == 2)
        if let first { queue.finish(first) }
        let turn4 = queue.next()
        #expect(turn4?.key == "c")
    }

    @Test func whatCoalescesIsTakenTogetherUpToTheFirstThatDoesNot() {
        var queue = KeyedQueue(maxInFlight: 1)
        for offset in Int64(1)...3 { queue.append(delivery("feed", offset, coalesces: true)) }
        queue.append(delivery("feed", 4))
        queue.append(delivery("feed", 5, coalesces: true))
        for expected in [[Int64(1), 2, 3], [4], [5]] {
            let turn = queue.next()
            #expect(offsets(turn) == expected)
            if let turn { queue.finish(turn) }
        }
        #expect(queue.keyCount == 0)
    }

    @Test func aDelayedKeyComesBackFirstAndHoldsNoPlaceMeanwhile() throws {
        var queue = KeyedQueue(maxInFlight: 1)
        queue.append(delivery("a", 1))
        queue.append(delivery("a", 2))
        let first = queue.next()
        queue.delay(try #require(first), by: .seconds(1))
        #expect(queue.inFlight == 0)
        let turn5 = queue.next()
        #expect(turn5 == nil)
        queue.append(delivery("b", 3))
        let next = queue.next()
        let other = try #require(next)
        #expect(other.key == "b")
        queue.finish(other)
        queue.wake("a")
        let woken = queue.next()
        let again = try #require(woken)
        #expect(offsets(again) == [1])
        #expect(again.deliveries.first?.attempt == 2)
        #expect(again.deliveries.first?.waited == .seconds(1))
    }

    /// One key each.
    private func burst(_ count: Int, of account: String, to queue: inout KeyedQueue) {
        for number in 0..<count { queue.append(delivery("\(account)/\(number)", Int64(number), of: account)) }
    }

    private func turns(_ queue: inout KeyedQueue) -> [KeyedQueue.Turn] {
        var turns: [KeyedQueue.Turn] = []
        while let turn = queue.next() { turns.append(turn) }
        return turns
    }

    @Test func anAccountAloneHasThreeQuartersOfThePlacesAndWhoComesNextFindsOne() {
        var queue = KeyedQueue(maxInFlight: 64)
        burst(5_000, of: "busy", to: &queue)
        let busy = turns(&queue)
        #expect(busy.count == 48)
        queue.append(delivery("b", 1, of: "other"))
        #expect(turns(&queue).map(\.account) == ["other"])
    }

    @Test func accountsWithMuchToDoHaveAsManyPlacesEachAndSomeStayFree() {
        var queue = KeyedQueue(maxInFlight: 64)
        for account in ["a", "b", "c"] { burst(1_000, of: account, to: &queue) }
        let held = Dictionary(grouping: turns(&queue), by: \.account).mapValues(\.count)
        #expect(held == ["a": 20, "b": 19, "c": 19])
        queue.append(delivery("d", 1, of: "d"))
        #expect(turns(&queue).map(\.account) == ["d"])
    }

    @Test func aPlaceThatIsGivenBackGoesToWhoHoldsTheFewest() throws {
        var queue = KeyedQueue(maxInFlight: 8)
        burst(100, of: "busy", to: &queue)
        let busy = turns(&queue)
        #expect(busy.count == 6)
        burst(100, of: "other", to: &queue)
        #expect(turns(&queue).map(\.account) == ["other", "other"])
        queue.finish(busy[0])
        #expect(turns(&queue).map(\.account) == ["other"])
        // Now the last place stays free.
        queue.finish(busy[1])
        #expect(turns(&queue).isEmpty)
        #expect(queue.inFlight == 7)
    }

    @Test func manyKeysOfManyAccountsAllHaveTheirTurns() {
        var queue = KeyedQueue(maxInFlight: 8)
        for account in 0..<20 { burst(200, of: "\(account)", to: &queue) }
        var seen: [String] = []
        var running = turns(&queue)
        while !running.isEmpty {
            seen += running.map(\.key)
            // Given back in an order that is not that of the taking.
            for turn in running.reversed() { queue.finish(turn) }
            running = turns(&queue)
        }
        #expect(seen.count == 4_000 && Set(seen).count == 4_000)
        #expect(queue.keyCount == 0 && queue.inFlight == 0)
    }

    @Test func whoHoldsFewPlacesIsServedInTheOrderOfArrival() {
        var queue = KeyedQueue(maxInFlight: 64)
        for (account, number) in [("a", 1), ("b", 1), ("a", 2), ("c", 1), ("a", 3), ("b", 2)] {
            queue.append(delivery("\(account)/\(number)", Int64(number), of: account))
        }
        #expect(turns(&queue).map(\.key) == ["a/1", "b/1", "a/2", "c/1", "a/3", "b/2"])
        // Now `a` holds three, and lets others pass.
        for (account, number) in [("a", 4), ("c", 2), ("d", 1)] {
            queue.append(delivery("\(account)/\(number)", Int64(number), of: account))
        }
        #expect(turns(&queue).map(\.key) == ["c/2", "d/1", "a/4"])
    }

    @Test func withOnePlaceAllIsServedInTheOrderOfArrival() {
        var queue = KeyedQueue(maxInFlight: 1)
        for number in 0..<30 {
            queue.append(delivery("\(number % 3)/\(number)", Int64(number), of: "\(number % 3)"))
        }
        var seen: [String] = []
        while let turn = queue.next() {
            seen.append(turn.key)
            queue.finish(turn)
        }
        #expect(seen == (0..<30).map { "\($0 % 3)/\($0)" })
    }

    @Test func whatWasNotTriedHasWaitedAndHasUsedNoAttempt() throws {
        var queue = KeyedQueue(maxInFlight: 1)
        queue.append(delivery("a", 1))
        let first = queue.next()
        queue.delay(try #require(first), by: .seconds(4), tried: false)
        queue.wake("a")
        let again = queue.next()
        #expect(again?.deliveries.first?.attempt == 1)
        #expect(again?.deliveries.first?.waited == .seconds(4))
    }

    @Test func droppedPartitionsLeaveOnlyTheWorkOfOthers() throws {
        var queue = KeyedQueue(maxInFlight: 4)
        queue.append(delivery("a", 1, partition: 0))
        queue.append(delivery("a", 2, partition: 1))
        queue.append(delivery("b", 3, partition: 0))
        queue.drop([TopicPartition(topic: "test", partition: 0)])
        let turn6 = queue.next()
        #expect(offsets(turn6) == [2])
        let turn7 = queue.next()
        #expect(turn7 == nil)
    }
}
