/// All series of one name: they differ in their labels.
struct MetricFamily: Sendable {
    enum Kind: String, Sendable { case counter, gauge, histogram }

    let kind: Kind
    /// By their labels as they are written.
    var series: [String: any MetricSeries] = [:]

    init(kind: Kind) {
        self.kind = kind
    }

    func text(name: String) -> String {
        let lines = series.sorted { $0.key < $1.key }.map { $0.value.text(name: name, labels: $0.key) }
        return "# TYPE \(name) \(kind.rawValue)\n" + lines.joined()
    }
}
