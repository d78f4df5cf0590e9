import ArgumentParser
import Console
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
            var done = 0
            try await tools.deadLetters.replay(letters, by: producer, now: { Date() }) { letter, place in
                done += 1
                print("\(letter) → \(place)")
                if done.isMultiple(of: 1_000) { StandardError.print("replayed \(done) of \(letters.count)") }
            }
            await producer.close(within: .seconds(3))
            print("\(letters.count) dead letters replayed")
        }
        await tools.store.close()
    }
}
