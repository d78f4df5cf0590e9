/// The answer of a remote system, whatever its status: a 3xx is an answer too, redirects are never followed.
public struct OutboundResponse: Sendable, Equatable {
    public enum HTTPVersion: Sendable, Equatable {
        case http1
        case http2
    }

    public var status: Int
    /// As received: `Content-Encoding` and `Content-Length` speak of the bytes before decompression.
    public var headers: OutboundHeaders
    /// Decompressed.
    public var body: [UInt8]
    public var httpVersion: HTTPVersion

    public init(status: Int, headers: OutboundHeaders = [:], body: [UInt8] = [], httpVersion: HTTPVersion = .http1) {
        self.status = status
        self.headers = headers
        self.body = body
        self.httpVersion = httpVersion
    }
}

extension OutboundResponse: CustomStringConvertible {
    public var description: String { "\(status), \(body.count) bytes" }
}
