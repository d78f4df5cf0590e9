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
        print(Self.url(base: base, secret: PingSecret(secret), accountId: account))
    }

    static func url(base: String, secret: PingSecret, accountId: String) -> String {
        let path = accountId.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? accountId
        return "\(base)/webhooks/kartra/\(path)/\(secret.text(accountId: accountId))"
    }
}
