import ArgumentParser
import CalendarSync
import Console

/// Which open letters something is to be done with. All of them must be asked for in so many words.
struct DeadLetterChoice: ParsableArguments {
    @OptionGroup var filter: DeadLetterFilterArguments

    @Flag(help: "All that are open.")
    var all = false

    @Flag(help: "Only show what would be done.")
    var dryRun = false

    /// The letters named before any setting, taken out of the arguments. (An array of arguments cannot stand before that of
    /// the settings.)
    func names(from arguments: inout SettingsArguments) throws -> [DeadLetterName] {
        let texts = arguments.settings.prefix { !$0.hasPrefix("-") }
        arguments.settings.removeFirst(texts.count)
        if texts.isEmpty, filter.filter.isEmpty, !all {
            throw ValidationError("Name letters, filter them, or say --all.")
        }
        return try texts.map { text in
            guard let name = DeadLetterName(text) else {
                throw ValidationError("\(text) is not TOPIC-PARTITION-OFFSET")
            }
            return name
        }
    }

    /// Of these, or of all where none is named, those that are open and that the filter lets through.
    /// - Throws: `ExitCode.failure` where a named letter is not open.
    func open(_ names: [DeadLetterName], in box: DeadLetterBox) async throws -> [ReadDeadLetter] {
        let found = try await box.open(names, filter.filter)
        let missing = Set(names.map(\.source)).subtracting(found.map(\.source))
        for source in missing { StandardError.print("No open dead letter came from \(DeadLetterName(source)).") }
        if !missing.isEmpty { throw ExitCode.failure }
        return found
    }

    /// - Parameter verb: "replayed"
    func show(_ letters: [ReadDeadLetter], as verb: String) {
        if letters.isEmpty { return print("There is nothing to be \(verb).") }
        print(DeadLetterTable(letters.map(DeadLetterEntry.init)).text)
        print("\n\(letters.count) dead letters would be \(verb)")
    }
}
