import ArgumentParser
import StoreSQL

struct ListDeadLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the open dead letters.")

    @OptionGroup var filter: DeadLetterFilterArguments

    @Flag(help: "Those that were replayed or discarded, too.")
    var ended = false

    @OptionGroup var arguments: SettingsArguments

    func run() async throws {
        let tools = try await OperatorTools(arguments, label: "calsync.dead-letters")
        let filter = filter.filter
        let rows = try await tools.deadLetters.letters(ended: ended) { letter in
            filter.matches(letter) ? DeadLetterTable.Row(letter) : nil
        }
        if rows.isEmpty {
            print(ended ? "There are no dead letters." : "There are no open dead letters.")
        } else {
            print(DeadLetterTable(rows).text)
            print("\n\(rows.count) dead letters, \(rows.count { $0.ending == nil }) of them open")
        }
        await tools.store.close()
    }
}

extension OperatorTools {
    var deadLetters: DeadLetterBox { DeadLetterBox(reader: reader, store: store, topics: topics) }
}
