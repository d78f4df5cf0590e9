import Kartra
import Testing

@Suite struct CallBudgetTests {
    /// When each of `count` callers, who all come at once, may call.
    private func grants(_ count: Int, callsPerSecond: Int) async throws -> [Duration] {
        let clock = TestClock(advances: false)
        let budget = CallBudget(callsPerSecond: callsPerSecond, clock: clock)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<count { group.addTask { try await budget.take() } }
            try await group.waitForAll()
        }
        let waited = clock.sleeps.sorted()
        return Array(repeating: .zero, count: count - waited.count) + waited
    }

    @Test(arguments: [1, 2, 5, 20, 100])
    func noSecondSeesMoreCallsThanAllowed(callsPerSecond: Int) async throws {
        let grants = try await grants(callsPerSecond * 5, callsPerSecond: callsPerSecond)
        for first in grants {
            let within = grants.filter { $0 >= first && $0 < first + .milliseconds(999) }
            #expect(within.count <= callsPerSecond)
        }
        #expect(try #require(grants.last) < .seconds(7), "hardly slower than allowed")
    }

    @Test func aFewCallsGoAtOnce() async throws {
        let grants = try await grants(5, callsPerSecond: 20)
        #expect(grants.prefix(4).allSatisfy { $0 == .zero })
        #expect(grants[4] > .zero)
    }

    @Test func savedCallsAreNotMoreThanThoseFew() async throws {
        let clock = TestClock(advances: false)
        let budget = CallBudget(callsPerSecond: 20, clock: clock)
        for _ in 0..<4 { try await budget.take() }
        clock.advance(by: .seconds(3_600))
        for _ in 0..<4 { try await budget.take() }
        #expect(clock.sleeps.isEmpty)
        try await budget.take()
        #expect(clock.sleeps.count == 1)
    }

    @Test func aCallerThatIsCancelledDoesNotCall() async throws {
        let budget = CallBudget(callsPerSecond: 1, clock: TestClock(advances: false))
        try await budget.take()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await budget.take()
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
