import ArgumentParser
import CalendarSync
import Foundation
import Kafka
import Logging
import Sandbox
import ServiceLifecycle
import UnixSignals

/// The emulators alone, for calsync in another process and for anybody who tests against Google Calendar.
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "Runs Google and Kartra as local emulators.",
        discussion: "With --broker also Kafka's protocol, in memory, for other processes on this machine.")

    @Option(help: "The port of the emulators; 0 takes a free one.")
    var port = 8090

    @Flag(help: "Also run an in-memory broker.")
    var broker = false

    @Option(help: "What is put before each topic's name.")
    var topicPrefix = ""

    @Option(help: "Calls a second that Kartra's port admits; 0: no limit.")
    var kartraCallsPerSecond = 20

    func run() async throws {
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        var logger = Logger(label: "calsync.sandbox")
        logger.logLevel = .error
        var configuration = SandboxConfiguration(port: port)
        configuration.kartra.callsPerSecond = kartraCallsPerSecond == 0 ? nil : kartraCallsPerSecond
        let sandbox = try SandboxServer(configuration: configuration, logger: logger)
        let connection =
            try broker
            ? KafkaConnection(
                broker: .embedded, properties: [:], topics: Topics(prefix: topicPrefix), logger: logger) : nil
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: sandbox)], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            tell(url: try await sandbox.baseURL, broker: connection?.configuration.bootstrapServers)
            try await tasks.waitForAll()
        }
        // The broker lives until here.
        withExtendedLifetime(connection) {}
    }

    private func tell(url: String, broker: String?) {
        var lines = ["Google and Kartra are emulated at \(url), in memory. calsync meets them with:"]
        lines += [
            "GOOGLE_API_BASE_URL=\(url)/calendar/v3", "GOOGLE_AUTHORIZE_URL=\(url)/o/oauth2/v2/auth",
            "GOOGLE_TOKEN_URL=\(url)/token", "GOOGLE_REVOKE_URL=\(url)/revoke", "GOOGLE_CLIENT_ID=sandbox-client",
            "GOOGLE_CLIENT_SECRET=sandbox-secret", "KARTRA_API_BASE_URL=\(url)/kartra",
            "KARTRA_API_TOKEN=sandbox-kartra-token",
        ].map { "  \($0)" }
        if let broker {
            lines.append("An in-memory broker, gone with this process and for trying out only:")
            lines += ["KAFKA_BOOTSTRAP_SERVERS=\(broker)", "KAFKA_PROPERTIES_FILE=deploy/mock-broker.properties"]
                .map { "  \($0)" }
            if !topicPrefix.isEmpty { lines.append("  KAFKA_TOPIC_PREFIX=\(topicPrefix)") }
        }
        FileHandle.standardOutput.write(Data((lines.joined(separator: "\n") + "\n").utf8))
    }
}
