import ArgumentParser
import CalendarSync
import Foundation
import Kafka
import StoreSQL

struct ReplayDeadLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Sends open dead letters to their topics again, as they came.",
        usage: "calsync dead-letters replay [TOPIC-PARTITION-OFFSET …] [options]",
        discussion: """
            For inputs that a newer version can handle, or that failed for a reason that is gone. One that fails again \
            becomes a dead letter again, with a new name.
            """)

    @OptionGroup var choice: DeadLetterChoice
    @OptionGroup var arguments: SettingsArguments

    mutating func run() async throws {
        let names = try choice.names(from: &arguments)
        let tools = try await OperatorTools(arguments, label: "calsync.dead-letters")
        let letters = try await choice.open(names, in: tools.deadLetters)
        if choice.dryRun || letters.isEmpty {
            choice.show(letters, as: "replayed")
        } else {
            let producer = try tools.producer()
            // One after the other: those of one key keep their order.
            for (index, letter) in letters.enumerated() {
                let place = try await producer.send(letter.replay)
                // Last: if this ends in between, the letter is open and may be sent once more, which handlers take.
                try await tools.store.end(letter.note, as: .replayed, at: Date())
                print("\(DeadLetterName(letter.source)) → \(place)")
                if (index + 1).isMultiple(of: 1_000) {
                    StandardError.print("replayed \(index + 1) of \(letters.count)")
                }
            }
            await producer.close(within: .seconds(3))
            print("\(letters.count) dead letters replayed")
        }
        await tools.store.close()
    }
}
