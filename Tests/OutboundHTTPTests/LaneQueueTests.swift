import OutboundHTTP
import Testing
import TestSupport

@Suite struct LaneQueueTests {
    @Test func liveGoesBeforeBackfillBeforeAuditAndEachInOrder() {
        var queue = LaneQueue<String>()
        for (name, lane) in [("a1", Lane.audit), ("b1", .backfill), ("l1", .live), ("l2", .live), ("b2", .backfill)] {
            _ = queue.append(name, lane)
        }
        var order: [String] = []
        while let next = queue.next(where: { _ in true }) { order.append(next.element) }
        #expect(order == ["l1", "l2", "b1", "b2", "a1"])
        #expect(queue.isEmpty)
    }

    @Test func whoCannotGoHoldsNobodyUp() {
        var queue = LaneQueue<String>()
        for name in ["slow", "quick"] { _ = queue.append(name, .live) }
        #expect(queue.next { $0 != "slow" }?.element == "quick")
        #expect(queue.next { $0 != "slow" } == nil)
        #expect(queue.next { _ in true }?.element == "slow")
    }

    @Test func whoGivesUpIsTakenOut() {
        var queue = LaneQueue<String>()
        let id = queue.append("a", .live)
        _ = queue.append("b", .live)
        queue.remove(id)
        #expect(queue.next { _ in true }?.element == "b")
        #expect(queue.isEmpty)
    }

    /// However much comes in the lanes above, everybody goes some day, and one lane's order is kept.
    @Test(arguments: 0..<20) func nobodyWaitsForEver(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var queue = LaneQueue<(lane: Lane, number: Int)>()
        var waits: [Lane: Int] = [:]
        var last: [Lane: Int] = [:]
        _ = queue.append((.audit, 0), .audit)
        for number in 1..<2_000 {
            _ = queue.append((.live, number), .live)
            if Bool.random(using: &random) { _ = queue.append((.backfill, number), .backfill) }
            if number.isMultiple(of: 40) { _ = queue.append((.audit, number), .audit) }
            guard let next = queue.next(where: { _ in true })?.element else { continue }
            #expect(next.number > last[next.lane] ?? -1)
            last[next.lane] = next.number
            for lane in Lane.allCases { waits[lane, default: 0] += 1 }
            waits[next.lane] = 0
            for lane in [Lane.backfill, .audit] where queue.count(lane) > 0 {
                #expect(waits[lane, default: 0] <= LaneQueue<Int>.patience(of: lane) + 2)
            }
            for lane in Lane.allCases where queue.count(lane) == 0 { waits[lane] = 0 }
        }
        // And live ones still have most of it.
        #expect((last[.live] ?? 0) > 1_500)
    }
}
