import ArgumentParser
import CalendarSync
import Console
import Foundation
import Records
import StoreSQL

struct ShowDeadLetter: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows why a dead letter is one, and its headers.",
        discussion: "Its bytes may hold a lead's name and address: they are shown only where asked for.")

    @Argument(help: "TOPIC-PARTITION-OFFSET")
    var letter: DeadLetterName

    @Flag(help: "Write its bytes to standard output, and nothing else.")
    var value = false

    @OptionGroup var arguments: SettingsArguments

    func run() async throws {
        let tools = try await OperatorTools(arguments, label: "calsync.dead-letters")
        let found = try await tools.deadLetters.letter(letter)
        await tools.store.close()
        guard let found else {
            StandardError.print("No dead letter came from \(letter).")
            throw ExitCode.failure
        }
        if value {
            FileHandle.standardOutput.write(Data(found.letter.record.value ?? []))
        } else {
            print(text(found.letter, found.ending))
        }
    }

    private func text(_ letter: ReadDeadLetter, _ ending: DeadLetterNote.Ending?) -> String {
        var rows = [
            ["state", ending?.rawValue ?? "open"], ["reason", letter.reason], ["field", letter.field ?? "–"],
            ["detail", letter.detail], ["account", letter.accountId ?? "–"], ["class", letter.classId ?? "–"],
            ["written", letter.note.writtenAt.rfc3339], ["stands at", "\(letter.record.position)"],
            ["key", letter.record.key.map { String(decoding: $0, as: UTF8.self) } ?? "(null)"],
            ["value", letter.record.value.map { "\($0.count) bytes; --value writes them" } ?? "(null)"],
        ]
        for header in letter.sourceHeaders.all {
            rows.append([
                "header \(header.name)", header.value.map { String(decoding: $0, as: UTF8.self) } ?? "(null)",
            ])
        }
        return TextTable([self.letter.description, ""], rows: rows).text
    }
}
