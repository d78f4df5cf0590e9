import ArgumentParser
import Logging

/// Kartra → Google: booking events through one worker, beside the same events sent straight to Google.
struct BookingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bookings", abstract: "How fast bookings become Google events.",
        discussion: "Google is the sandbox, in this process, at 0 ms latency.")

    @Option(help: "How many bookings.")
    var bookings = 5_000

    @Option(help: "Keys handled at once.")
    var inFlight = 64

    func run() async throws {
        LoggingSystem.bootstrap { _ in SwiftLogNoOpLogHandler() }
        try await BenchWorld.run { world in
            let direct = try await DirectInserts(world: world).run(count: bookings, inFlight: inFlight)
            print("straight to Google    \(direct)")
            let worker = try await BookingsThroughWorker(world: world).run(count: bookings, inFlight: inFlight)
            print("through one worker    \(worker)")
            print("ratio of the rates    \(format(worker.perSecond / direct.perSecond))")
        }
    }

    private func format(_ ratio: Double) -> String { "\((ratio * 100).rounded() / 100)" }
}
