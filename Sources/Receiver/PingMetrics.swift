import HTTPTypes
import Metrics

/// Counts pings by source and answer, and how long they took.
struct PingMetrics: Sendable {
    let source: String
    let factory: any MetricsFactory
    private let handling: Metrics.Timer

    init(source: String, factory: any MetricsFactory) {
        self.source = source
        self.factory = factory
        handling = Metrics.Timer(
            label: "calsync_ping_handling_seconds", dimensions: [("source", source)], factory: factory)
    }

    func measure(_ answer: () async throws -> PingAnswer) async rethrows -> PingAnswer {
        let start = ContinuousClock.now
        let answer = try await answer()
        let took = start.duration(to: .now).components
        handling.recordNanoseconds(took.seconds * 1_000_000_000 + took.attoseconds / 1_000_000_000)
        Counter(
            label: "calsync_pings_total", dimensions: [("source", source), ("status", String(answer.status.code))],
            factory: factory
        ).increment()
        return answer
    }
}
