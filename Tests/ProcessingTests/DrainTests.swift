import CalendarSync
import Foundation
import Logging
import Records
import Synchronization
import Testing

@testable import Processing

@Suite struct DrainTests {
    private struct Route: RecordRoute {
        let topic = "test"

        func work(for record: ConsumedRecord) throws(Rejection) -> RoutedWork {
            RoutedWork(key: "a", subject: ResultSubject(), eventId: "1", task: .unpark(askedAt: .distantFuture))
        }
    }

    /// A rebalance stops the whole group, an end only the member that leaves.
    @Test(arguments: [false, true]) func aRebalanceWaitsShortlyAndAnEndLonger(isLeaving: Bool) async throws {
        let place = TopicPartition(topic: "test", partition: 0)
        let clock = NotedSleeps()
        let scheduler = RecordScheduler(
            consumer: FakeConsumer { _, _ in }, routes: [Route()],
            options: ProcessorOptions(drainTimeout: .seconds(100), shutdownTimeout: .seconds(900)), clock: clock,
            logger: Logger(label: "test"))
        await scheduler.assigned([place])
        scheduler.received([.test(offset: 0, value: "a")])
        var turns = scheduler.turns.makeAsyncIterator()
        let turn = try #require(await turns.next())
        // Under way, and it does not end.
        #expect(scheduler.begin(turn).count == 1)
        if isLeaving { scheduler.leave() }
        await scheduler.revoked([place])
        let asked = try #require(clock.asked.withLock { $0.first })
        #expect(asked > .seconds(isLeaving ? 899 : 99) && asked <= .seconds(isLeaving ? 900 : 100))
    }
}
