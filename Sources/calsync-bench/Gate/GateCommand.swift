import ArgumentParser

/// What the gate that all calls to Google go through costs, with nobody and with many waiting at it.
struct GateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate", abstract: "What holding calls to Google back costs those that may go.",
        discussion: """
            Google answers at once, in this process and without a socket. Those who wait are calls of accounts that Google \
            has told to go slower, in all lanes; measured are the calls of another account that go past them, and how quickly \
            those who wait go when they may.
            """)

    @Option(help: "Calls that go past those who wait, and without a gate.")
    var calls = 5_000

    @Option(help: "Most calls that wait.")
    var waiting = 10_000

    @Option(help: "How many wait for each account, up to 16: more are sent away.")
    var each = 10

    func run() async throws {
        let direct = try await GateMeasurement.direct(calls: calls)
        var results: [GateResult] = []
        for count in [0, waiting / 100, waiting / 10, waiting] {
            results.append(try await GateMeasurement.past(waiting: count, each: min(max(1, each), 16), calls: calls))
        }
        print(GateTable(direct: direct, results: results))
    }
}
