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
        while let next = queue.next(at: .zero, wait: { _ in nil }) { order.append(next.key) }
        #expect(order == ["l1", "l2", "b1", "b2", "a1"])
        #expect(queue.isEmpty)
    }

    @Test func whoIsHeldBackHoldsNobodyUpAndIsAskedAgainInTime() {
        var queue = LaneQueue<String>()
        for name in ["slow", "quick", "slow"] { _ = queue.append(name, .live) }
        var asked: [String] = []
        let next = { (queue: inout LaneQueue<String>, time: Duration) in
            queue.next(at: time) { key in
                asked.append(key)
                return key == "slow" && time < .seconds(2) ? .seconds(2) - time : nil
            }
        }
        #expect(next(&queue, .zero)?.key == "quick")
        #expect(next(&queue, .seconds(1)) == nil)
        // Once, not at each look.
        #expect(asked == ["slow", "quick"])
        _ = queue.append("quick", .live)
        #expect(next(&queue, .seconds(2))?.id == 1)
        #expect(next(&queue, .seconds(2))?.id == 3)
        #expect(next(&queue, .seconds(2))?.key == "quick")
        #expect(queue.isEmpty)
    }

    @Test func whoGivesUpIsTakenOut() {
        var queue = LaneQueue<String>()
        let ids = ["a", "a", "b", "a"].map { queue.append($0, .live) }
        queue.remove(ids[0])
        queue.remove(ids[2])
        #expect(queue.count(.live) == 2)
        #expect(queue.next(at: .zero) { _ in nil }?.id == ids[1])
        queue.remove(ids[3])
        #expect(queue.isEmpty)
        #expect(queue.next(at: .zero) { _ in nil } == nil)
        let later = queue.append("b", .live)
        #expect(queue.next(at: .zero) { _ in nil }?.id == later)
    }

    /// Against a list that is searched from its beginning.
    @Test(arguments: 0..<20) func itChoosesAsAPlainListWould(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var queue = LaneQueue<Int>()
        var list: [(id: UInt64, key: Int)] = []
        var heldUntil: [Int: Duration] = [:]
        for second in 0..<2_000 {
            let time = Duration.seconds(second)
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                let key = Int.random(in: 0..<20, using: &random)
                list.append((queue.append(key, .live), key))
            case 5 where !list.isEmpty:
                queue.remove(list.remove(at: Int.random(in: 0..<list.count, using: &random)).id)
            default:
                let expected = list.firstIndex { heldUntil[$0.key, default: .zero] <= time }.map { list.remove(at: $0) }
                let next = queue.next(at: time) { key in
                    let until = heldUntil[key, default: .zero]
                    return until > time ? until - time : nil
                }
                #expect(next?.id == expected?.id)
                if let next, Bool.random(using: &random) {
                    heldUntil[next.key] = time + .seconds(Int.random(in: 1..<60, using: &random))
                }
            }
            #expect(queue.count(.live) == list.count)
        }
    }

    /// However much comes in the lanes above, everybody goes some day, and one lane's order is kept.
    @Test(arguments: 0..<20) func nobodyWaitsForEver(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var queue = LaneQueue<Lane>()
        var waits: [Lane: Int] = [:]
        var last: [Lane: UInt64] = [:]
        var gone: [Lane: Int] = [:]
        _ = queue.append(.audit, .audit)
        for number in 1..<2_000 {
            _ = queue.append(.live, .live)
            if Bool.random(using: &random) { _ = queue.append(.backfill, .backfill) }
            if number.isMultiple(of: 40) { _ = queue.append(.audit, .audit) }
            guard let (id, lane) = queue.next(at: .zero, wait: { _ in nil }) else { continue }
            #expect(id > last[lane] ?? 0)
            last[lane] = id
            gone[lane, default: 0] += 1
            for lane in Lane.allCases { waits[lane, default: 0] += 1 }
            waits[lane] = 0
            for lane in [Lane.backfill, .audit] where queue.count(lane) > 0 {
                #expect(waits[lane, default: 0] <= LaneQueue<Lane>.patience(of: lane) + 2)
            }
            for lane in Lane.allCases where queue.count(lane) == 0 { waits[lane] = 0 }
        }
        // And live ones still have most of it.
        #expect(gone[.live, default: 0] > 1_500)
    }
}
