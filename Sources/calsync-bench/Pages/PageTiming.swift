/// How long a page took, each time it was asked for.
struct PageTiming: Sendable {
    let name: String
    let bytes: Int
    /// In ascending order.
    private let milliseconds: [Double]

    init(name: String, bytes: Int, milliseconds: [Double]) {
        self.name = name
        self.bytes = bytes
        self.milliseconds = milliseconds.sorted()
    }

    var slowest: Double { milliseconds.last ?? 0 }

    /// So many of a hundred took no longer (nearest rank).
    func percentile(_ percent: Int) -> Double {
        guard !milliseconds.isEmpty else { return 0 }
        let rank = (milliseconds.count * percent + 99) / 100
        return milliseconds[max(0, min(milliseconds.count, rank) - 1)]
    }
}
