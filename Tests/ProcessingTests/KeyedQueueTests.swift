import CalendarSync
import Records
import Testing

@testable import Processing

@Suite struct KeyedQueueTests {
    private func delivery(_ key: String, _ offset: Int64, coalesces: Bool = false, partition: Int32 = 0) -> Delivery {
        Delivery(
            record: .test(offset: offset, partition: partition),
            work: .success(
                RoutedWork(
                    key: key, subject: ResultSubject(), eventId: "\(offset)", coalesces: coalesces, task: .unpark)),
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
