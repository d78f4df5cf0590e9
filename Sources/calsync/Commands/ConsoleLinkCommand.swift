import ArgumentParser
import CalendarSync
import Console
import Foundation

/// A link by which a browser enters the console.
struct ConsoleLinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "console-link", abstract: "Prints a link that opens the console once, within ten minutes.")

    @Option(help: "Kartra's id of the account whose pages it opens.")
    var account: String?

    @Flag(name: .customLong("operator"), help: "Open the pages of every account.")
    var isOperator = false

    @OptionGroup var arguments: SettingsArguments

    func validate() throws {
        guard (account == nil) == isOperator else {
            throw ValidationError("Give either --account or --operator.")
        }
    }

    func run() async throws {
        var loader = try await arguments.loader()
        let (keys, base) = try loader.consoleLinkSettings()
        var random = SystemRandomNumberGenerator()
        let id = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        print(
            try ConsoleLink.url(
                base: base, to: account.map { .account($0) } ?? .operator, keys: keys, now: Date(),
                id: Base64URL.encode(id)))
    }
}
