import ArgumentParser
import CalendarSync
import Foundation
import StoreSQL

/// Why the program did what it did with one booking, class or calendar.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explains one booking, class or feed: its newest state, what was done with it, what waits.",
        discussion: "Of the results only the partition of the key is read. No lead and no title is shown.")

    @Option(help: "Kartra's id of the account.")
    var account: String

    @Option(name: .customLong("class"), help: "A class: how its link stands.")
    var classId: String?

    @Option(help: "A booking, by Kartra's subscription id.")
    var subscription: String?

    @Option(help: "A feed, by the feedId of a link.")
    var feed: String?

    @Option(help: "How many of the last results are shown.")
    var last = 10

    @OptionGroup var arguments: SettingsArguments

    func validate() throws {
        guard [classId, subscription, feed].compactMap(\.self).count == 1 else {
            throw ValidationError("Give one of --class, --subscription and --feed.")
        }
    }

    func run() async throws {
        let tools = try await OperatorTools(arguments, label: "calsync.explain")
        let explanation = Explanation(tools: tools, account: account, last: max(0, last), now: Date())
        var sections: [Explanation.Section] = []
        if let subscription { sections = try await explanation.booking(subscription) }
        if let classId { sections = try await explanation.classLink(classId) }
        if let feed { sections = try await explanation.feed(feed) }
        await tools.store.close()
        print(sections.map { "\($0.title)\n\($0.text)" }.joined(separator: "\n\n"))
    }
}
