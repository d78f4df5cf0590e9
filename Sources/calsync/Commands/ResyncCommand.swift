import ArgumentParser
import CalendarSync
import Console
import Foundation
import Kafka
import StoreSQL

/// Has everything compared again, as the console's Re-sync does. The workers do it; this asks them and shows how far they are.
struct ResyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resync",
        abstract: "Has all links compared again in both directions, and what is parked tried at once.",
        discussion: """
            Events of ours are known by id and marker, so none is made twice: also after a store was lost, its accounts \
            connected and its classes linked again. Exit code 0: all calendars were read. 1: some were not in time.
            """)

    @Option(help: "Only the links of this Kartra account.")
    var account: String?

    @Option(name: .customLong("class"), help: "Only the link of this class; needs --account.")
    var classId: String?

    @Option(help: "Seconds to wait for the workers.")
    var timeout = 300

    @OptionGroup var arguments: SettingsArguments

    func validate() throws {
        if classId != nil, account == nil { throw ValidationError("--class needs --account") }
    }

    func run() async throws {
        let tools = try await OperatorTools(arguments, label: "calsync.resync")
        let producer = try tools.producer()
        let links = try await LinkFinder(store: tools.store).links(accountId: account, classId: classId)
        var late: Set<String> = []
        if links.isEmpty {
            print("Nothing is linked\(account.map { " in account \($0)" } ?? "").")
        } else {
            let resync = LinkResync(
                store: tools.store, producer: producer, topics: tools.topics, now: { Date() })
            late = try await ResyncRun(store: tools.store, resync: resync).run(links, within: .seconds(timeout)) {
                StandardError.print("read \($0) of \($1) calendars")
            }
            print(summary(links, late))
        }
        await producer.close(within: .seconds(3))
        await tools.store.close()
        if !late.isEmpty { throw ExitCode.failure }
    }

    private func summary(_ links: [ClassLink], _ late: Set<String>) -> String {
        let behind = links.filter { late.contains($0.feedId) }
        if behind.isEmpty { return "\(links.count) links compared again." }
        let names = behind.map { "account \($0.accountId), class \($0.classId)" }.sorted().joined(separator: "\n  ")
        return """
            Asked for, but not read within \(timeout) s:
              \(names)
            `calsync status` tells why; what waits is done as soon as it can be.
            """
    }
}
