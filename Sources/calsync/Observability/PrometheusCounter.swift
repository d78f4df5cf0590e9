import Metrics
import Synchronization

/// A number that only grows.
final class PrometheusCounter: CounterHandler, MetricSeries {
    private let value = Atomic<Int64>(0)

    func increment(by amount: Int64) { value.wrappingAdd(amount, ordering: .relaxed) }
    func reset() { value.store(0, ordering: .relaxed) }

    func text(name: String, labels: String) -> String {
        PrometheusText.line(name, labels, String(value.load(ordering: .relaxed)))
    }
}
