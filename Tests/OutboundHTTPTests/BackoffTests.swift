import OutboundHTTP
import Testing

@Suite struct BackoffTests {
    private let backoff = Backoff(base: .milliseconds(500), cap: .seconds(10))

    @Test(arguments: [
        (1, 500), (2, 1000), (3, 2000), (4, 4000), (5, 8000), (6, 10_000), (7, 10_000), (Int.max, 10_000), (0, 500),
    ])
    func doublesUpToItsCap(attempt: Int, milliseconds: Int) {
        #expect(backoff.ceiling(afterAttempt: attempt) == .milliseconds(milliseconds))
    }

    @Test func aBaseOverTheCapIsCutToIt() {
        #expect(Backoff(base: .seconds(9), cap: .seconds(2)).ceiling(afterAttempt: 1) == .seconds(2))
    }

    @Test func drawsFromZeroToItsCeiling() {
        var lowest = FixedGenerator(value: 0)
        var highest = FixedGenerator(value: .max)
        #expect(backoff.delay(afterAttempt: 3, using: &lowest) == .zero)
        #expect(backoff.delay(afterAttempt: 3, using: &highest) == .seconds(2))
    }

    @Test func spreadsOverTheWholeRange() {
        var generator = SystemRandomNumberGenerator()
        let delays = (0..<1000).map { _ in backoff.delay(afterAttempt: 3, using: &generator) }
        #expect(delays.allSatisfy { (.zero ... .seconds(2)).contains($0) })
        #expect(delays.contains { $0 < .milliseconds(500) })
        #expect(delays.contains { $0 > .milliseconds(1500) })
    }
}
