import Testing
import TestSupport

@testable import Processing

@Suite struct OffsetTrackerTests {
    @Test func anOffsetIsStoredOnlyWhenAllBelowItAreSettled() {
        var tracker = OffsetTracker()
        for offset in [Int64(4), 5, 9] { tracker.received(offset) }
        #expect(tracker.settle(5) == nil)
        #expect(tracker.open == 3)
        #expect(tracker.settle(4) == 6)
        #expect(tracker.settle(9) == 10)
        #expect(tracker.open == 0)
    }

    @Test(arguments: 0..<20) func inAnyOrderOfSettlingTheStoredOffsetNeverPassesAnOpenOne(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var tracker = OffsetTracker()
        var offsets: [Int64] = []
        var next: Int64 = 0
        for _ in 0..<3_000 {
            next += Int64.random(in: 1...3, using: &random)
            offsets.append(next)
            tracker.received(next)
        }
        var open = Set(offsets)
        var stored: Int64 = 0
        for offset in offsets.shuffled(using: &random) {
            open.remove(offset)
            guard let moved = tracker.settle(offset) else { continue }
            #expect(moved > stored, "seed \(seed)")
            stored = moved
            #expect(open.allSatisfy { $0 >= stored }, "seed \(seed)")
        }
        #expect(stored == next + 1, "seed \(seed)")
        #expect(tracker.open == 0, "seed \(seed)")
    }
}
