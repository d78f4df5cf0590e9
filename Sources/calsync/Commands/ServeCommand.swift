import ArgumentParser
import Foundation
import Logging
import Metrics
import ServiceLifecycle
import UnixSignals

/// Runs the roles against a real Kafka and real endpoints.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs receiver, worker, scheduler and console, or those named.",
        discussion: "SIGTERM finishes what is in flight and exits with 0.")

    @OptionGroup var arguments: SettingsArguments

    func run() async throws {
        var loader = try await arguments.loader()
        let settings = try loader.load()
        LoggingSystem.bootstrap(StreamLogHandler.standardError, metadataProvider: .trace)
        var logger = Logger(label: "calsync")
        logger.logLevel = settings.logLevel
        for (key, value) in loader.summary() { logger.info("setting", metadata: [key.rawValue: "\(value)"]) }
        let metrics = PrometheusMetricsFactory()
        MetricsSystem.bootstrap(metrics)

        let dependencies = try await Dependencies.open(settings, logger: logger)
        let log = logger
        let services = try Installation(dependencies, metrics: metrics, logger: logger).services { port in
            log.info(
                "serving",
                metadata: [
                    "address": "http://\(settings.httpHost):\(port)",
                    "roles": "\(settings.roles.map(\.rawValue).sorted().joined(separator: ","))",
                ])
        }
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = settings.shutdownTimeout
        try await ServiceGroup(configuration: configuration).run()
        await dependencies.close()
    }
}
