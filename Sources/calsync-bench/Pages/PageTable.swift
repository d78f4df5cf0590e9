/// Pages one below the other.
struct PageTable: CustomStringConvertible {
    let timings: [PageTiming]

    var description: String {
        let rows =
            [["page", "KiB", "p50 ms", "p95 ms", "slowest ms"]]
            + timings.map { timing in
                [
                    timing.name, "\((timing.bytes + 1_023) / 1_024)", decimal(timing.percentile(50)),
                    decimal(timing.percentile(95)), decimal(timing.slowest),
                ]
            }
        return rows.map { row in
            padded(row[0], 24, left: true) + row.dropFirst().map { padded($0, 12, left: false) }.joined()
        }.joined(separator: "\n")
    }

    private func padded(_ text: String, _ width: Int, left: Bool) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return left ? text + space : space + text
    }

    private func decimal(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
