import ArgumentParser
import CalendarSync
import Foundation
import StoreSQL

/// Keys for SECRET_KEYS.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Keys that seal refresh tokens.", subcommands: [Generate.self, Rotate.self])

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

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Seals by the first of SECRET_KEYS the refresh tokens that others of them have sealed.",
            discussion: """
                Restart every role with the new key before the old ones first; they go on while this runs. Keep the old keys: \
                the marks of events and calendars are verified by them. Exit code 1: some tokens are opened by none.
                """)

        @Flag(help: "Only say what there is to do.")
        var dryRun = false

        @OptionGroup var arguments: SettingsArguments

        func run() async throws {
            var loader = try await arguments.loader()
            let (keys, _) = try loader.consoleLinkSettings()
            let store = try await openStore(url: loader.storeURL(), migrating: false)
            let done = try await TokenResealing(store: store, keys: keys).run(dryRun: dryRun) { progress in
                StandardError.print("\(progress.seen) Google accounts looked at")
            }
            await store.close()
            print(
                "\(done.resealed) of \(done.seen) refresh tokens \(dryRun ? "are to be" : "were") sealed by key "
                    + "\(keys.sealingKeyId)")
            if done.unreadable > 0 {
                print("\(done.unreadable) are sealed by a key that is not among SECRET_KEYS")
                throw ExitCode.failure
            }
        }
    }
}
