import ArgumentParser
import Console
import StoreSQL

struct ListDeadLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the open dead letters.")

    @OptionGroup var filter: DeadLetterFilterArguments

    @Flag(help: "Those that were replayed or discarded, too.")
    var ended = false

    @OptionGroup var arguments: SettingsArguments

    func run() async throws {
        let tools = try await OperatorTools(arguments, label: "calsync.dead-letters")
        let rows = try await tools.deadLetters.entries(filter.filter, ended: ended)
        if rows.isEmpty {
            print(ended ? "There are no dead letters." : "There are no open dead letters.")
        } else {
            print(DeadLetterTable(rows).text)
            print("\n\(rows.count) dead letters, \(rows.count { $0.ending == nil }) of them open")
        }
        await tools.store.close()
    }
}
