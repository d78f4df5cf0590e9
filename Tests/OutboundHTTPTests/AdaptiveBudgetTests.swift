import OutboundHTTP
import Testing
import TestSupport

@Suite struct AdaptiveBudgetTests {
    /// Calls as fast as the budget lets them go, until the time; the other side refuses as it likes.
    private static func run(
        _ budget: inout AdaptiveBudget, from start: Double, to end: Double, refusing: (Double) -> Bool = { _ in false }
    ) -> [Double] {
        var calls: [Double] = []
        var now = start
        while now < end {
            if let wait = budget.wait(at: .seconds(now)) {
                now += max(0.000_001, wait / .seconds(1))
            } else {
                budget.take(at: .seconds(now))
                calls.append(now)
                if refusing(now) { budget.refused(at: .seconds(now)) } else { budget.accepted() }
                now += 0.001
            }
        }
        return calls
    }

    @Test(arguments: 0..<20) func noMinuteSeesMoreThanTheCeiling(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let ceiling = Int.random(in: 1...400, using: &random)
        var budget = AdaptiveBudget(ceiling: ceiling, floor: 1)
        var calls: [Double] = []
        var now = 0.0
        for _ in 0..<6 {
            // Bursts, and rests between them.
            let end = now + .random(in: 1...90, using: &random)
            calls += Self.run(&budget, from: now, to: end)
            now = end + .random(in: 0...70, using: &random)
        }
        for (index, first) in calls.enumerated() where index + ceiling < calls.count {
            #expect(calls[index + ceiling] - first >= 60)
        }
        #expect(calls.count >= ceiling)
    }

    @Test func withoutCeilingAndRefusalNobodyWaits() {
        var budget = AdaptiveBudget(floor: 1)
        #expect(Self.run(&budget, from: 0, to: 10).count >= 10_000)
        #expect(budget.pace == nil)
    }

    @Test func refusalsHalveThePaceAndTimeAddsToItEvenly() throws {
        var budget = AdaptiveBudget(floor: 0.1)
        for call in 0..<600 { budget.take(at: .milliseconds(call * 100)) }
        for _ in 0..<2 { budget.refused(at: .seconds(60)) }
        #expect(budget.pace == nil)
        budget.refused(at: .seconds(60))
        // 600 in a minute are 10 a second.
        #expect(try #require(budget.pace) == 5)
        // Two seconds of rest, for the answers of what was under way.
        _ = budget.wait(at: .seconds(68))
        #expect(abs(try #require(budget.pace) - 6) < 0.001)
        _ = budget.wait(at: .seconds(92))
        #expect(abs(try #require(budget.pace) - 10) < 0.001)
        _ = budget.wait(at: .seconds(153))
        #expect(budget.pace == nil)
    }

    /// One calendar that is written to too quickly, or a counter on the other side that is off for a moment.
    @Test func aRefusalNowAndThenSlowsNobody() {
        var budget = AdaptiveBudget(floor: 0.1)
        for call in 0..<6_000 {
            budget.take(at: .milliseconds(call * 100))
            if call % 6 == 0 { budget.refused(at: .milliseconds(call * 100)) } else { budget.accepted() }
            #expect(budget.pace == nil)
        }
    }

    @Test func whereEverySecondIsRefusedItGoesSlower() {
        var budget = AdaptiveBudget(floor: 0.1)
        for call in 0..<60 {
            budget.take(at: .milliseconds(call * 100))
            if call % 2 == 0 { budget.refused(at: .milliseconds(call * 100)) } else { budget.accepted() }
        }
        #expect(budget.pace != nil)
    }

    @Test func refusalsOfCallsUnderWayCountOnce() throws {
        var budget = AdaptiveBudget(floor: 0.1)
        for call in 0..<600 { budget.take(at: .milliseconds(call * 100)) }
        for late in 0..<20 { budget.refused(at: .milliseconds(60_000 + late * 50)) }
        #expect(try #require(budget.pace) > 4.9)
    }

    @Test func theOtherSidesWishIsWaitedFor() {
        var budget = AdaptiveBudget(floor: 1)
        budget.take(at: .seconds(1))
        budget.refused(at: .seconds(1), retryAfter: .seconds(30))
        #expect(budget.wait(at: .seconds(2)) == .seconds(29))
        #expect(budget.wait(at: .seconds(31)) == nil)
    }

    @Test(arguments: 0..<20) func thePaceStaysAboveItsFloorWhateverIsRefused(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var budget = AdaptiveBudget(ceiling: 5_000, floor: 0.5)
        var slowest = Double.infinity
        let refused = Double.random(in: 0.3...1, using: &random)
        let calls = Self.run(&budget, from: 0, to: 600) { _ in .random(in: 0..<1, using: &random) < refused }
        slowest = budget.pace ?? slowest
        #expect(slowest >= 0.5)
        #expect(calls.count >= 250)
    }

    /// The sawtooth: at a limit that only the other side knows, most calls go through and few are refused.
    @Test func itFindsALimitItWasNotTold() {
        var budget = AdaptiveBudget(floor: 0.5)
        var accepted: [Double] = []
        var refused = 0
        let calls = Self.run(&budget, from: 0, to: 1_800) { now in
            accepted.removeAll { $0 <= now - 60 }
            if accepted.count < 600 {
                accepted.append(now)
                return false
            }
            refused += 1
            return true
        }
        #expect(refused < calls.count / 10)
        #expect(accepted.count > 100)
    }
}
