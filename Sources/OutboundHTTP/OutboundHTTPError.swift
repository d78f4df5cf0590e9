/// Why no answer came. Carries no URL, header or body, so it may be logged and shown.
public enum OutboundHTTPError: Error, Sendable, Hashable {
    /// What went wrong before the first encrypted byte.
    public enum TLSFailure: Sendable, Hashable {
        /// The server's certificate is not trusted, has expired or names another host.
        case certificateRejected
        case handshakeFailed
        /// The file of trusted certificates is missing or unreadable on our side.
        case trustStoreUnreadable
    }

    /// The request's deadline, or the limit for connecting, passed.
    case timedOut
    case connectFailed
    case nameNotResolved
    case tlsFailed(TLSFailure)
    /// The decompressed body went over the limit, in bytes.
    case responseTooLarge(limit: Int)
    /// Not an absolute `http` or `https` URL, or it holds user information or control characters.
    case invalidURL
    /// A header's name or value would break the message (RFC 9110 §5.5).
    case invalidHeader
    /// The connection ended, or broke the protocol, before the answer was complete.
    case connectionClosed
    /// The client was shut down.
    case shutDown
    /// libcurl's own code, `CURLcode`.
    case other(code: Int)
}

extension OutboundHTTPError {
    /// Whether the same request may succeed later. Failures of this side's or that side's set-up count as such:
    /// nothing is wrong with the request, and set-ups get repaired.
    public var isTransient: Bool {
        switch self {
        case .timedOut, .connectFailed, .nameNotResolved, .tlsFailed, .connectionClosed, .shutDown, .other: true
        case .responseTooLarge, .invalidURL, .invalidHeader: false
        }
    }
}

extension OutboundHTTPError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .timedOut: "timed out"
        case .connectFailed: "could not connect"
        case .nameNotResolved: "host name not resolved"
        case .tlsFailed(.certificateRejected): "TLS: certificate rejected"
        case .tlsFailed(.handshakeFailed): "TLS: handshake failed"
        case .tlsFailed(.trustStoreUnreadable): "TLS: file of trusted certificates unreadable"
        case .responseTooLarge(let limit): "response over \(limit) bytes"
        case .invalidURL: "invalid URL"
        case .invalidHeader: "invalid header"
        case .connectionClosed: "connection closed before the answer was complete"
        case .shutDown: "HTTP client is shut down"
        case .other(let code): "libcurl error \(code)"
        }
    }
}
