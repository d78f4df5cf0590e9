import ArgumentParser
import Console
import Foundation
import StoreSQL

struct DiscardDeadLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard", abstract: "Notes that nothing is to be done about open dead letters.",
        usage: "calsync dead-letters discard [TOPIC-PARTITION-OFFSET …] [options]",
        discussion: "They stay in the topic as long as Kafka keeps them, and are no longer counted.")

    @OptionGroup var choice: DeadLetterChoice
    @OptionGroup var arguments: SettingsArguments

    mutating func run() async throws {
        let names = try choice.names(from: &arguments)
        let tools = try await OperatorTools(arguments, label: "calsync.dead-letters")
        let letters = try await choice.open(names, in: tools.deadLetters)
        if choice.dryRun || letters.isEmpty {
            choice.show(letters, as: "discarded")
        } else {
            try await tools.deadLetters.discard(letters, now: { Date() }) { done in
                if done.isMultiple(of: 1_000) { StandardError.print("discarded \(done) of \(letters.count)") }
            }
            print("\(letters.count) dead letters discarded")
        }
        await tools.store.close()
    }
}
