/// Results side by side, each as a multiple of the call that nobody waits beside.
struct GateTable: CustomStringConvertible {
    /// A call without a gate.
    let direct: Duration
    let results: [GateResult]

    private static let titles = ["waiting", "accounts", "µs a call past them", "times nobody's", "µs each that leaves"]

    var description: String {
        let alone = results.first?.passing ?? direct
        let rows =
            [
                Self.titles,
                ["no gate", "", microseconds(direct), ratio(direct, alone), ""],
            ]
            + results.map { result in
                [
                    "\(result.waiting)", "\(result.accounts)", microseconds(result.passing),
                    ratio(result.passing, alone),
                    result.leaving.map(microseconds) ?? "",
                ]
            }
        return rows.map { row in
            zip(row, Self.titles).map { text, title in
                String(repeating: " ", count: max(0, max(title.count, 7) - text.count)) + text
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    private func ratio(_ one: Duration, _ other: Duration) -> String {
        "\(((one / other) * 100).rounded() / 100)"
    }

    private func microseconds(_ duration: Duration) -> String {
        "\(((duration / .microseconds(1)) * 10).rounded() / 10)"
    }
}
