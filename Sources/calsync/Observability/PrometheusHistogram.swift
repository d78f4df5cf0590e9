import Metrics
import Synchronization

/// How often a value was at most so large, for several sizes.
final class PrometheusHistogram: TimerHandler, RecorderHandler, MetricSeries {
    /// From a lookup in memory to a call that is given up.
    static let seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
    /// For counts and sizes, whose range nobody knows beforehand.
    static let magnitudes = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000, 100_000, 1_000_000.0]

    private struct State {
        /// How many fell between each bound and the one before; the last: above all bounds.
        var counts: [Int]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    /// - Parameter bounds: rising.
    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1_000_000_000) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        let index = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { state in
            state.counts[index] += 1
            state.sum += value
        }
    }

    func text(name: String, labels: String) -> String {
        let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
        var text = ""
        var total = 0
        for (bound, count) in zip(bounds + [.infinity], counts) {
            total += count
            let bucket = (labels.isEmpty ? "" : labels + ",") + "le=\"\(PrometheusText.number(bound))\""
            text += PrometheusText.line(name + "_bucket", bucket, String(total))
        }
        return text + PrometheusText.line(name + "_sum", labels, PrometheusText.number(sum))
            + PrometheusText.line(name + "_count", labels, String(total))
    }
}
