/// How long half, and nearly all, of some results took.
public struct LatencyPercentiles: Hashable, Encodable, Sendable {
    public let p50Milliseconds: Int
    public let p95Milliseconds: Int
    /// Of how many.
    public let count: Int

    /// By nearest rank. Nil where there is none.
    public init?(milliseconds: [Int]) {
        let sorted = milliseconds.sorted()
        guard !sorted.isEmpty else { return nil }
        func percentile(_ percent: Int) -> Int { sorted[(sorted.count * percent + 99) / 100 - 1] }
        p50Milliseconds = percentile(50)
        p95Milliseconds = percentile(95)
        count = sorted.count
    }
}
