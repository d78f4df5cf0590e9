import Metrics
import Testing

@testable import calsync

@Suite struct PrometheusMetricsTests {
    let metrics = PrometheusMetricsFactory()

    @Test func countersAreOneSeriesForEachSetOfLabels() {
        Counter(label: "calsync.pings", dimensions: [("source", "google"), ("status", "204")], factory: metrics)
            .increment(by: 2)
        Counter(label: "calsync.pings", dimensions: [("status", "204"), ("source", "google")], factory: metrics)
            .increment()
        Counter(label: "calsync_pings_total", dimensions: [("source", "kartra"), ("status", "202")], factory: metrics)
            .increment()
        #expect(
            metrics.render() == """
                # TYPE calsync_pings_total counter
                calsync_pings_total{source="google",status="204"} 3
                calsync_pings_total{source="kartra",status="202"} 1

                """)
    }

    @Test func gaugesShowTheLastValue() {
        let meter = Meter(label: "queue depth", factory: metrics)
        meter.set(5)
        meter.increment(by: 0.5)
        meter.decrement(by: 2)
        Gauge(label: "lag", dimensions: [("topic", "t")], factory: metrics).record(-7)
        #expect(
            metrics.render() == """
                # TYPE lag gauge
                lag{topic="t"} -7
                # TYPE queue_depth gauge
                queue_depth 3.5

                """)
    }

    @Test func timersAreHistogramsInSeconds() {
        let timer = Timer(label: "handling", dimensions: [("source", "google")], factory: metrics)
        timer.recordMilliseconds(1)
        timer.recordMilliseconds(40)
        timer.recordSeconds(90)
        let lines = metrics.render().split(separator: "\n")
        #expect(lines.first == "# TYPE handling_seconds histogram")
        #expect(lines.contains(#"handling_seconds_bucket{source="google",le="0.001"} 1"#))
        #expect(lines.contains(#"handling_seconds_bucket{source="google",le="0.025"} 1"#))
        #expect(lines.contains(#"handling_seconds_bucket{source="google",le="0.05"} 2"#))
        #expect(lines.contains(#"handling_seconds_bucket{source="google",le="60"} 2"#))
        #expect(lines.contains(#"handling_seconds_bucket{source="google",le="+Inf"} 3"#))
        #expect(lines.contains(#"handling_seconds_sum{source="google"} 90.041"#))
        #expect(lines.last == #"handling_seconds_count{source="google"} 3"#)
    }

    @Test func recordersAreHistogramsOfWhatTheyAreGiven() {
        let recorder = Recorder(label: "batch", factory: metrics)
        recorder.record(3)
        recorder.record(2_000_000)
        let lines = metrics.render().split(separator: "\n")
        #expect(lines.contains(#"batch_bucket{le="2"} 0"#))
        #expect(lines.contains(#"batch_bucket{le="5"} 1"#))
        #expect(lines.contains(#"batch_bucket{le="+Inf"} 2"#))
        #expect(lines.contains("batch_sum 2000003"))
    }

    @Test func namesAreMadeFitAndValuesEscaped() {
        Counter(label: "9 läufe.x:y", dimensions: [("a-b", "q\"\\\nz")], factory: metrics).increment()
        #expect(
            metrics.render() == """
                # TYPE _9_l_ufe_x:y_total counter
                _9_l_ufe_x:y_total{a_b="q\\"\\\\\\nz"} 1

                """)
    }

    @Test func aNameOfTwoTypesIsTwoNames() {
        Meter(label: "x", factory: metrics).set(1)
        Recorder(label: "x", factory: metrics).record(1)
        let types = metrics.render().split(separator: "\n").filter { $0.hasPrefix("# TYPE") }
        #expect(types == ["# TYPE x gauge", "# TYPE x_histogram histogram"])
    }

    @Test func whatIsDestroyedIsNoLongerShown() {
        let counter = Counter(label: "x", dimensions: [("a", "1")], factory: metrics)
        Counter(label: "x", dimensions: [("a", "2")], factory: metrics).increment()
        counter.destroy()
        #expect(metrics.render() == "# TYPE x_total counter\nx_total{a=\"2\"} 1\n")
    }

    @Test func nothingIsLostWhenManyCountAtOnce() async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1_000 {
                        Counter(label: "x", factory: metrics).increment()
                        Timer(label: "t", factory: metrics).recordNanoseconds(1)
                    }
                }
            }
        }
        let lines = metrics.render().split(separator: "\n")
        #expect(lines.contains("x_total 8000"))
        #expect(lines.contains("t_seconds_count 8000"))
    }
}
