import Metrics
import Synchronization

/// The metrics of this process as text for Prometheus. Making a metric takes a lock; using one does not look it up again.
///
/// Counters end in `_total`; timers become histograms in seconds and end in `_seconds`; other recorders are gauges, or
/// histograms where they aggregate.
final class PrometheusMetricsFactory: MetricsFactory {
    private let families = Mutex<[String: MetricFamily]>([:])

    init() {}

    /// Text format 0.0.4, families and series in order of their names.
    func render() -> String {
        let families = families.withLock { $0 }
        return families.sorted { $0.key < $1.key }.map { $0.value.text(name: $0.key) }.joined()
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(PrometheusText.name(label, suffix: "_total"), dimensions, .counter, PrometheusCounter.init)
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(PrometheusText.name(label), dimensions, .gauge, PrometheusGauge.init)
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        if aggregate {
            return series(PrometheusText.name(label), dimensions, .histogram) {
                PrometheusHistogram(bounds: PrometheusHistogram.magnitudes)
            }
        }
        return series(PrometheusText.name(label), dimensions, .gauge, PrometheusGauge.init)
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(PrometheusText.name(label, suffix: "_seconds"), dimensions, .histogram) {
            PrometheusHistogram(bounds: PrometheusHistogram.seconds)
        }
    }

    func destroyCounter(_ handler: any CounterHandler) { forget(handler) }
    func destroyMeter(_ handler: any MeterHandler) { forget(handler) }
    func destroyRecorder(_ handler: any RecorderHandler) { forget(handler) }
    func destroyTimer(_ handler: any TimerHandler) { forget(handler) }

    /// The series of that name and those labels, the same one for everybody who asks.
    private func series<Series: MetricSeries>(
        _ name: String, _ dimensions: [(String, String)], _ kind: MetricFamily.Kind, _ make: () -> Series
    ) -> Series {
        let labels = PrometheusText.labels(dimensions)
        return families.withLock { families in
            // A name has one type in a text; a second type of the same name goes by a name of its own.
            var name = name
            while let family = families[name], family.kind != kind { name += "_\(kind.rawValue)" }
            let known = families[name]?.series[labels]
            let series = known as? Series ?? make()
            families[name, default: MetricFamily(kind: kind)].series[labels] = series
            return series
        }
    }

    private func forget(_ handler: AnyObject) {
        families.withLock { families in
            for (name, var family) in families {
                family.series = family.series.filter { $0.value !== handler }
                families[name] = family.series.isEmpty ? nil : family
            }
        }
    }
}
