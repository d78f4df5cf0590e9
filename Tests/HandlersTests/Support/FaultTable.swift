import Foundation

/// `FaultOutcomes.md`: one table for each operation.
struct FaultTable {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "FaultOutcomes.md")
    private static let introduction = """
        # What becomes of a booking when Google fails

        Made by `FaultOutcomesTests`; `CALSYNC_REWRITE_TABLES=1 swift test --filter FaultOutcomesTests` makes it anew.
        One session: inserted ("new"), moved (from "old" to "new"), cancelled, or looked at after the host has "moved" its
        event. The fault hits the call once, then the input is delivered again without it; the last two columns are for a
        fault that stays.
        """
    private static let head = """
        | Fault | Took effect | Outcome | In the calendar | Delivered again | In the calendar | Fault stays | In the calendar |
        |---|---|---|---|---|---|---|---|
        """

    private var sections: [FaultCase.Operation: [String]] = [:]

    init() throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        var operation: FaultCase.Operation?
        for line in text.split(separator: "\n") {
            if line.hasPrefix("## ") { operation = FaultCase.Operation(rawValue: String(line.dropFirst(3))) }
            guard let operation, line.hasPrefix("| "), !line.hasPrefix("| Fault |") else { continue }
            sections[operation, default: []].append(String(line))
        }
    }

    func rows(of operation: FaultCase.Operation) -> [String] { sections[operation] ?? [] }

    mutating func set(_ rows: [String], of operation: FaultCase.Operation) { sections[operation] = rows }

    func write() throws {
        let tables = FaultCase.Operation.allCases.map { operation in
            "## \(operation.rawValue)\n\n\(Self.head)\n" + rows(of: operation).joined(separator: "\n")
        }
        let text = ([Self.introduction] + tables).joined(separator: "\n\n") + "\n"
        try Data(text.utf8).write(to: Self.file)
    }
}
