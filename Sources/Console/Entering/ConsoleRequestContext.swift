public import Hummingbird
public import NIOCore

/// What a server with the console knows of a request: also where it came from.
public struct ConsoleRequestContext: RequestContext, RemoteAddressRequestContext {
    public var coreContext: CoreRequestContextStorage
    public let remoteAddress: SocketAddress?

    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress
    }
}

extension RequestContext {
    /// The address that the request came from; empty, and thus one for all, where the server does not keep it.
    var remoteHost: String {
        (self as? any RemoteAddressRequestContext)?.remoteAddress?.ipAddress ?? ""
    }
}
