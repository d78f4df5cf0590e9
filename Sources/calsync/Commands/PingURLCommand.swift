import ArgumentParser
import CalendarSync
import Foundation

/// The address that an account owner enters in Kartra's Outbound API.
struct PingURLCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ping-url", abstract: "Prints the address that Kartra is to ping for an account.")

    @Option(help: "Kartra's id of the account.")
    var account: String

    @OptionGroup var arguments: SettingsArguments

    func run() async throws {
        var loader = try await arguments.loader()
        let (secret, base) = try loader.pingURLSettings()
        print(PingSecret(secret).url(base: base, accountId: account))
    }
}
