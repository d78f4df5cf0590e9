/// How the story went.
struct DemoSummary {
    let arrivals: [DemoPlayer.Arrival]

    /// - Returns: whether everything expected arrived.
    func print(to table: DemoTable) -> Bool {
        table.line()
        for direction in [DemoScene.Direction.kartraToGoogle, .googleToKartra] {
            let all = arrivals.filter { $0.direction == direction }
            let latencies = all.compactMap(\.latencyMilliseconds).sorted()
            let median = latencies.isEmpty ? "–" : "\(latencies[latencies.count / 2]) ms"
            let slowest = latencies.last.map { "\($0) ms" } ?? "–"
            table.line(
                "  \(direction.rawValue)   \(latencies.count) of \(all.count) arrived   p50 \(median)   slowest \(slowest)"
            )
        }
        let missing = arrivals.filter { $0.latencyMilliseconds == nil }.count
        table.line(missing == 0 ? "  Everything arrived." : "  \(missing) did not arrive.")
        return missing == 0
    }
}
