public import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore

/// Where and how patiently the process listens.
public struct HTTPServerConfiguration: Hashable, Sendable {
    public var host: String
    /// 0: any free one.
    public var port: Int
    /// For the headers of a request, and again for its body; a kept connection without a request is closed after it too.
    /// So the half of a request is kept for twice as long at most.
    public var readTimeout: Duration

    public init(host: String = "127.0.0.1", port: Int = 8080, readTimeout: Duration = .seconds(15)) {
        self.host = host
        self.port = port
        self.readTimeout = readTimeout
    }

    /// A service that answers by `router` until its group shuts down gracefully: then it takes no new connection and
    /// finishes the requests under way. Nothing of a request is logged.
    /// - Parameter onListening: told the port once requests are taken.
    public func makeServer<Context: RequestContext>(
        router: Router<Context>, logger: Logger,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> Application<RouterResponder<Context>> where Context.Source == ApplicationRequestContextSource {
        let limit = TimeAmount(readTimeout)
        return Application(
            router: router,
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    additionalChannelHandlers: [RequestDeadlineHandler(limit: limit)], idleTimeout: limit)),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
            logger: logger)
    }
}
