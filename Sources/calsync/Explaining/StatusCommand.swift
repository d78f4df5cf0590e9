import ArgumentParser
import CalendarSync
import Console
import Foundation
import StoreSQL

/// How every link stands, and what waits.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Shows how every link stands: in step, behind, parked, degraded, and why.",
        discussion: "Exit code 0: all links are in step. 1: some are not.")

    @Option(help: "Only the links of this Kartra account.")
    var account: String?

    @OptionGroup var arguments: SettingsArguments

    func run() async throws {
        let tools = try await OperatorTools(arguments, label: "calsync.status")
        let pipeline = try await PipelineReader(
            store: tools.store, configuration: tools.kafka.configuration, topics: tools.topics, logger: tools.logger
        ).status()
        let now = Date()
        var links: [LinkOverview] = []
        for link in try await LinkFinder(store: tools.store).links(accountId: account) {
            if let overview = try await LinkOverview.read(
                link.classKey, in: tools.store, oldestInput: pipeline.oldestInput, now: now)
            {
                links.append(overview)
            }
        }
        links.sort { ($0.link.accountId, $0.link.classId) < ($1.link.accountId, $1.link.classId) }
        if links.isEmpty {
            print("Nothing is linked\(account.map { " in account \($0)" } ?? "").")
        } else {
            print(StatusTable(links, now: now).text)
        }
        print("\n" + summary(links, pipeline, now, try await tools.store.parkedCounts()))
        await tools.store.close()
        if links.contains(where: { $0.status != "in_step" }) { throw ExitCode.failure }
    }

    private func summary(
        _ links: [LinkOverview], _ pipeline: PipelineStatus, _ now: Date, _ parked: [SyncResult.Reason: Int]
    ) -> String {
        let reasons = parked.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key.rawValue)" }
        let latency = (pipeline.latency ?? [:]).sorted { $0.key < $1.key }.map { side, times in
            "\(side) p50 \(times.p50Milliseconds) ms, p95 \(times.p95Milliseconds) ms"
        }
        return TextTable(
            ["links in step", "\(links.count { $0.status == "in_step" }) of \(links.count)"],
            rows: [
                ["records not settled", pipeline.consumerLag.map { String($0) } ?? "unknown"],
                [
                    "oldest of them",
                    pipeline.oldestInput.map { StatusTable.span(max(0, now.timeIntervalSince($0))) } ?? "–",
                ],
                ["parked", reasons.isEmpty ? "0" : reasons.joined(separator: ", ")],
                ["dead letters open", pipeline.deadLetters.map { String($0) } ?? "unknown"],
                ["change to effect", latency.isEmpty ? "unknown" : latency.joined(separator: "; ")],
            ]
        ).text
    }
}
