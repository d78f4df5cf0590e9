/// Name and value pairs in their order, as a URL's query.
public struct URLQuery: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    private var pairs: [String] = []

    public init() {}

    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { append(name, value) }
    }

    public var isEmpty: Bool { pairs.isEmpty }

    /// The pairs joined by `&`, percent-encoded.
    public var encoded: String { pairs.joined(separator: "&") }

    /// A missing value leaves the whole pair out.
    public mutating func append(_ name: String, _ value: String?) {
        guard let value else { return }
        pairs.append(PercentEncoding.component(name) + "=" + PercentEncoding.component(value))
    }

    /// The URL with these pairs behind those it has.
    public func appended(to url: String) -> String {
        isEmpty ? url : url + (url.contains("?") ? "&" : "?") + encoded
    }
}
