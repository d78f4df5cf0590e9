import ArgumentParser
import Foundation
import Logging
import OutboundHTTP
import ServiceLifecycle

/// The main job in one process: broker, sandbox, store and all roles, both directions played and measured.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Shows both directions at work, with nothing to set up.",
        discussion: "Kafka, Google and Kartra are inside this process and in memory; the store is a temporary file.")

    @Flag(name: .long, help: "End after the story; exits with 1 if anything expected did not arrive.")
    var exit = false

    @Option(help: "The port of calsync; 0 takes a free one.")
    var port = 8080

    @Option(help: "The port of the sandbox; 0 takes a free one.")
    var sandboxPort = 8090

    func run() async throws {
        let table = DemoTable()
        table.title("calsync demo: Kartra appointments ⇄ Google Calendar over Kafka, all in this process")
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        var logger = Logger(label: "calsync.demo")
        logger.logLevel = .critical
        let world = try DemoWorld(sandboxPort: sandboxPort, logger: logger)
        defer { world.clean() }
        let passed = try await DemoRun(world: world, table: table, port: port, staysUp: !exit, logger: logger).run()
        if !passed { throw ExitCode.failure }
    }
}
