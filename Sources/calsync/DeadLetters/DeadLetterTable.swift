import CalendarSync
import Console

/// Dead letters as a table: what and why, nothing of their content.
struct DeadLetterTable {
    private let table: TextTable

    init(_ entries: [DeadLetterEntry]) {
        table = TextTable(
            ["letter", "written", "account", "class", "reason", "field", "state"],
            rows: entries.map { entry in
                [
                    entry.name.description, entry.note.writtenAt.rfc3339, entry.note.accountId ?? "–",
                    entry.note.classId ?? "–", entry.note.reason, entry.field ?? "–", entry.state,
                ]
            })
    }

    var text: String { table.text }
}
