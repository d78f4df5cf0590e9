import ArgumentParser
import StoreSQL

/// What is done to the store as a whole.
struct StoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "The store as a whole.", subcommands: [Copy.self])

    struct Copy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copies a store into another, empty one: from SQLite to PostgreSQL, or back.",
            discussion: """
                Stop every `calsync serve` first. All is copied or nothing; then start with STORE_URL set to the target.
                Leave the password out of the address: PGPASSWORD or ~/.pgpass is read instead, and no process list \
                shows it.
                """)

        @Argument(help: "The store that is: sqlite:/path/to/file.db or postgres://…")
        var source: String

        @Argument(help: "The store that is to be.")
        var target: String

        func run() async throws {
            do {
                let tables = try await copyStore(from: source, to: target) { table in
                    StandardError.print("\(table.name): \(table.rows) of \(table.of)")
                }
                for table in tables { print("\(table.name): \(table.rows)") }
            } catch let error as StoreCopyError {
                StandardError.print("\(error)")
                throw ExitCode.failure
            }
        }
    }
}
