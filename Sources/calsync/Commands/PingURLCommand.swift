import ArgumentParser
import CalendarSync
import Foundation

/// The address that an account owner enters in Kartra's Outbound API.
struct PingURLCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ping-url", abstract: "Prints the address that Kartra is to ping for an account.")

    @Option(help: "Kartra's id of the account.")
    var account: String

    @Option(help: "IANA name of the zone that pings without one are meant in, such as America/Denver.")
    var timeZone: String?

    @OptionGroup var arguments: SettingsArguments

    func validate() throws {
        if let timeZone, TimeZone(ianaName: timeZone) == nil {
            throw ValidationError("\(timeZone) is not in the IANA time zone database")
        }
    }

    func run() async throws {
        var loader = try await arguments.loader()
        let (secret, base) = try loader.pingURLSettings()
        print(PingSecret(secret).url(base: base, accountId: account, timeZone: timeZone))
    }
}
