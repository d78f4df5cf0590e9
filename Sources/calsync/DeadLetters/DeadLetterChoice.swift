import ArgumentParser
import CalendarSync

/// Which open letters something is to be done with. All of them must be asked for in so many words.
struct DeadLetterChoice: ParsableArguments {
    @Argument(help: "TOPIC-PARTITION-OFFSET of each; none: all that the options leave.")
    var letters: [DeadLetterName] = []

    @OptionGroup var filter: DeadLetterFilterArguments

    @Flag(help: "All that are open.")
    var all = false

    @Flag(help: "Only show what would be done.")
    var dryRun = false

    func validate() throws {
        if letters.isEmpty, filter.isEmpty, !all {
            throw ValidationError("Name letters, filter them, or say --all.")
        }
    }

    /// What is chosen.
    /// - Throws: `ExitCode.failure` where a named letter is not open.
    func open(in box: DeadLetterBox) async throws -> [ReadDeadLetter] {
        let found = try await box.open(letters, filter.filter)
        let missing = Set(letters.map(\.source)).subtracting(found.map(\.source))
        for source in missing { StandardError.print("No open dead letter came from \(DeadLetterName(source)).") }
        if !missing.isEmpty { throw ExitCode.failure }
        return found
    }

    /// - Parameter verb: "replayed"
    func show(_ letters: [ReadDeadLetter], as verb: String) {
        if letters.isEmpty { return print("There is nothing to be \(verb).") }
        print(DeadLetterTable(letters.map { (DeadLetterTable.Row($0), nil) }).text)
        print("\n\(letters.count) dead letters would be \(verb)")
    }
}
