import CalendarSync

/// Dead letters as a table: what and why, nothing of their content.
struct DeadLetterTable {
    struct Row: Sendable {
        let cells: [String]

        init(_ letter: ReadDeadLetter) {
            cells = [
                DeadLetterName(letter.source).description, letter.note.writtenAt.rfc3339, letter.accountId ?? "–",
                letter.classId ?? "–", letter.reason, letter.field ?? "–",
            ]
        }
    }

    private let table: TextTable

    init(_ rows: [(kept: Row, ending: DeadLetterNote.Ending?)]) {
        table = TextTable(
            ["letter", "written", "account", "class", "reason", "field", "state"],
            rows: rows.map { $0.kept.cells + [$0.ending?.rawValue ?? "open"] })
    }

    var text: String { table.text }
}
