import Metrics
import Synchronization

/// Remembers what was counted and timed.
final class RecordingMetrics: MetricsFactory {
    private struct State {
        var counts: [String: Int64] = [:]
        var timings: [String: Int] = [:]
    }

    private let state = Mutex(State())

    /// Counts by `label{name=value,…}`.
    var counts: [String: Int64] { state.withLock(\.counts) }
    /// How often something was timed, by the same names.
    var timings: [String: Int] { state.withLock(\.timings) }

    private func count(_ name: String, by amount: Int64) { state.withLock { $0.counts[name, default: 0] += amount } }
    private func time(_ name: String) { state.withLock { $0.timings[name, default: 0] += 1 } }

    private static func name(_ label: String, _ dimensions: [(String, String)]) -> String {
        label + "{" + dimensions.map { "\($0)=\($1)" }.joined(separator: ",") + "}"
    }

    private final class Handler: CounterHandler, TimerHandler, RecorderHandler {
        let name: String
        let metrics: RecordingMetrics

        init(_ name: String, _ metrics: RecordingMetrics) {
            self.name = name
            self.metrics = metrics
        }

        func increment(by amount: Int64) { metrics.count(name, by: amount) }
        func reset() {}
        func recordNanoseconds(_ duration: Int64) { metrics.time(name) }
        func record(_ value: Int64) {}
        func record(_ value: Double) {}
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        Handler(Self.name(label, dimensions), self)
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        Handler(Self.name(label, dimensions), self)
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        Handler(Self.name(label, dimensions), self)
    }

    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
}
