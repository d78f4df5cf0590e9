import ArgumentParser

/// Inputs that could not be handled: what they are, and what is to become of them.
struct DeadLettersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead-letters", abstract: "Inputs that could not be handled: list, show, replay or discard them.",
        discussion: "A letter is named by the place its input came from: TOPIC-PARTITION-OFFSET.",
        subcommands: [ListDeadLetters.self, ShowDeadLetter.self, ReplayDeadLetters.self, DiscardDeadLetters.self])
}
