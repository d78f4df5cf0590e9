/// One call to a remote system.
public struct OutboundRequest: Sendable, Equatable {
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
    }

    public var method: Method
    /// Absolute `http` or `https` URL, already percent-encoded.
    public var url: String
    public var headers: OutboundHeaders
    public var body: [UInt8]?
    /// From `send` to the last byte of the answer, waiting for a free connection included.
    public var timeout: Duration

    public init(
        _ method: Method, _ url: String, headers: OutboundHeaders = [:], body: [UInt8]? = nil,
        timeout: Duration = .seconds(30)
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
    }
}

extension OutboundRequest: CustomStringConvertible {
    /// Method and URL without its query: queries carry tokens, bodies carry leads.
    public var description: String {
        let path = url.prefix { $0 != "?" && $0 != "#" }
        return "\(method.rawValue) \(path)"
    }
}
