import Foundation

/// Results side by side, and the larger calendar as a multiple of the smaller.
struct ReadingTable: CustomStringConvertible {
    let results: [ReadingResult]

    private static let titles = [
        "events", "series", "ms a call", "seconds", "Google calls", "Kartra calls", "blocks", "peak MiB", "added MiB",
    ]

    var description: String {
        let rows = [Self.titles] + results.map(row)
        var lines = rows.map { row in
            zip(row, Self.titles).map { text, title in
                String(repeating: " ", count: max(0, max(title.count, 7) - text.count)) + text
            }.joined(separator: "  ")
        }
        let compared = results.suffix(2)
        if let small = compared.first, let large = compared.last, compared.count == 2 {
            lines.append(
                "\(large.events) events beside \(small.events): \(ratio(Double(large.events), Double(small.events))) × the "
                    + "events, \(ratio(large.seconds, small.seconds)) × the time, "
                    + "\(ratio(Double(large.peak), Double(small.peak))) × the peak, "
                    + "\(ratio(Double(large.added), Double(small.added))) × the added memory")
        }
        return lines.joined(separator: "\n")
    }

    private func row(_ result: ReadingResult) -> [String] {
        [
            "\(result.events)", "\(result.series)", "\(result.latency)", decimal(result.seconds),
            "\(result.googleCalls)", "\(result.kartraCalls)", "\(result.blocks)", decimal(Double(result.peak) / 1024),
            decimal(Double(result.added) / 1024),
        ]
    }

    private func ratio(_ one: Double, _ other: Double) -> String { other > 0 ? decimal(one / other) : "–" }

    private func decimal(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
