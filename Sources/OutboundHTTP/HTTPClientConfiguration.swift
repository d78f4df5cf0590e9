/// Limits and trust of one `HTTPClient`.
public struct HTTPClientConfiguration: Sendable, Equatable {
    /// Connections to one host. HTTP/2 carries up to 100 requests on each, and then one is mostly enough; HTTP/1.1 carries
    /// one, and a request without an answer holds its connection until its time is over.
    public var maxConnectionsPerHost = 32
    /// Requests handed to the network at once; the rest wait, first come first served.
    public var maxInFlight = 256
    /// Largest decompressed body accepted, in bytes.
    public var maxResponseBytes = 16 * 1024 * 1024
    /// For name resolution, TCP and TLS together.
    public var connectTimeout: Duration = .seconds(10)
    /// PEM file of the only certificates to trust; `nil` trusts the system's bundle.
    public var caFile: String?

    public init() {}
}
