import ArgumentParser
import Logging
import StoreSQL

/// The console's pages over HTTP, with a store that holds a large account.
struct PagesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pages", abstract: "How long each page of the console takes.",
        discussion: """
            Every link has a calendar of its own. One class has half of the busy blocks and of the bookings, and it is the \
            one whose pages are asked for; the rest is spread over all the others. Beside the large account there are so \
            many small ones that the operator's list is full. Google answers at once.
            """)

    @Option(help: "Links of the account.")
    var links = 1_000

    @Option(help: "Busy blocks of the account, over a year.")
    var blocks = 10_000

    @Option(help: "Bookings of the account, over a year.")
    var bookings = 10_000

    @Option(help: "Kartra calendars that the classes are of.")
    var calendars = 20

    @Option(help: "How often each page is asked for.")
    var repetitions = 50

    @Option(
        help:
            "An empty store to fill and to leave: sqlite:… or postgres://…. Without it a SQLite file for the time being."
    )
    var store: String?

    func validate() throws {
        guard links > 0, blocks >= 0, bookings >= 0, (1...links).contains(calendars), repetitions > 0 else {
            throw ValidationError("links, calendars and repetitions begin at 1, and a calendar has a class")
        }
    }

    func run() async throws {
        LoggingSystem.bootstrap { _ in SwiftLogNoOpLogHandler() }
        let account = LargeAccount(links: links, blocks: blocks, bookings: bookings, calendars: calendars)
        try await PagesWorld.run(storeURL: store) { world in
            guard try await world.store.accounts(after: nil, limit: 1).isEmpty else {
                throw ValidationError("--store: is not empty")
            }
            try await account.fill(world.store, keys: world.keys)
            try await SmallAccounts(count: 49).fill(world.store, keys: world.keys)
            let visitor = try await PageVisitor(world)
            var timings: [PageTiming] = []
            for page in account.pages { timings.append(try await visitor.timing(of: page, repetitions)) }
            print(PageTable(timings: timings))
        }
    }
}
