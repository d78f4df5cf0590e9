import Hummingbird
public import Logging
import NIOCore
public import ServiceLifecycle

/// A local stand-in for Google (OAuth, Calendar v3, push) and Kartra (busy blocks, bookings, pings) on one HTTP port.
/// It follows what the two document, knows nothing of its clients, and keeps everything in memory.
public final class SandboxServer: Service {
    private let configuration: SandboxConfiguration
    private let logger: Logger
    private let parts: SandboxParts
    private let port = PortPromise()

    /// - Throws: `SandboxError` when an account of the configuration is invalid.
    public init(configuration: SandboxConfiguration = SandboxConfiguration(), logger: Logger) throws {
        self.configuration = configuration
        self.logger = logger
        parts = try SandboxParts(configuration: configuration, logger: logger)
    }

    /// Serves until the task is cancelled or a graceful shutdown begins.
    public func run() async throws {
        let port = port
        let logger = logger
        // The server library reports every ended connection of a stopped server as an error.
        var serverLogger = logger
        serverLogger.logLevel = .critical
        let application = Application(
            responder: SandboxResponder(parts: parts, control: ControlAPI(parts: parts)),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: "calsync-sandbox"),
            services: [parts.push],
            onServerRunning: { channel in
                let number = channel.localAddress?.port
                logger.info("Sandbox is listening", metadata: ["port": "\(number ?? 0)"])
                await port.fulfil(number)
            },
            logger: serverLogger)
        do {
            try await application.run()
        } catch {
            await port.fail(error)
            throw error
        }
        await port.fail(SandboxError.stoppedBeforeListening)
    }

    /// The port it listens on, as soon as it does.
    /// - Throws: what kept it from listening.
    public func boundPort() async throws -> Int {
        try await port.value()
    }

    /// `http://host:port`, without a slash at the end.
    public var baseURL: String {
        get async throws { "http://\(configuration.host):\(try await boundPort())" }
    }
}
