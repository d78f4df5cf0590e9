import ArgumentParser
import Foundation

/// Keys for SECRET_KEYS.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Keys that seal refresh tokens.", subcommands: [Generate.self])

    struct Generate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints a new key in the form that SECRET_KEYS takes.",
            discussion: "To rotate, put the new key before the old ones: the first seals, all open.")

        @Argument(help: "The key's id.")
        var id = "k1"

        func run() async throws {
            var random = SystemRandomNumberGenerator()
            let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
            print("\(id):\(Data(bytes).base64EncodedString())")
        }
    }
}
