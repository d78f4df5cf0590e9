/// One thing that is measured.
protocol MetricSeries: AnyObject, Sendable {
    /// Its lines, each with its end.
    /// - Parameter labels: `name="value",…`, escaped, without braces; empty where there are none.
    func text(name: String, labels: String) -> String
}
