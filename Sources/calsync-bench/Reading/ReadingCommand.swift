import ArgumentParser
import Logging

/// Google → Kartra: the first reading of calendars of several sizes, each by a process of its own.
struct ReadingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reading", abstract: "How long the first reading of a calendar takes, and how much memory.",
        discussion: """
            Google and Kartra are the sandbox in another process. Kartra admits 20 calls a second, as in production. One \
            event in a hundred is a weekly series. Memory is the reading process's peak (VmHWM) and what the reading added \
            to it.
            """)

    @Option(help: "How long every call takes in the first measurement, in milliseconds.")
    var latency = 100

    @Option(help: "Events of the calendar in the first measurement.")
    var events = 1_500

    @Option(help: "Events of the small calendar whose memory is compared, at 0 ms.")
    var small = 5_000

    @Option(help: "Events of the large calendar whose memory is compared, at 0 ms.")
    var large = 50_000

    func run() async throws {
        LoggingSystem.bootstrap { _ in SwiftLogNoOpLogHandler() }
        let process = try ChildProcess(["sandbox"])
        defer { process.terminate() }
        let sandbox = try SandboxRemote(baseURL: try await process.line())
        var results: [ReadingResult] = []
        for (events, latency) in [(events, latency), (small, 0), (large, 0)] {
            let measured = try await ReadingMeasurement(sandbox: sandbox, events: events, latency: latency).run()
            results.append(measured)
        }
        await sandbox.close()
        print(ReadingTable(results: results))
    }
}
