/// The parts of an absolute http or https URL that a sender needs.
struct WebAddress: Sendable, Equatable {
    let scheme: String
    let host: String
    let port: Int
    /// Path and query as they stand on the request line.
    let target: String
    /// The value of the `Host` header.
    let authority: String

    /// `nil` for anything but an absolute http(s) URL.
    init?(_ text: String) {
        guard let separator = text.firstRange(of: "://") else { return nil }
        scheme = text[..<separator.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let rest = text[separator.upperBound...].prefix { $0 != "#" }
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        authority = String(rest[..<end])
        let path = String(rest[end...])
        target = path.hasPrefix("/") ? path : "/" + path
        guard let (host, port) = Self.split(authority, defaultPort: scheme == "https" ? 443 : 80) else { return nil }
        self.host = host
        self.port = port
    }

    var isLoopback: Bool {
        host == "localhost" || host == "::1"
            || (host.hasPrefix("127.") && host.allSatisfy { $0 == "." || $0.isWholeNumber })
    }

    private static func split(_ authority: String, defaultPort: Int) -> (String, Int)? {
        if authority.isEmpty || authority.contains("@") || authority.contains(" ") { return nil }
        if authority.hasPrefix("[") {
            guard let close = authority.firstIndex(of: "]") else { return nil }
            let host = String(authority[authority.index(after: authority.startIndex)..<close])
            let tail = authority[authority.index(after: close)...]
            if tail.isEmpty { return (host, defaultPort) }
            guard tail.hasPrefix(":"), let port = Int(tail.dropFirst()) else { return nil }
            return (host, port)
        }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        switch parts.count {
        case 1: return (authority, defaultPort)
        case 2: return Int(parts[1]).map { (String(parts[0]), $0) }
        default: return nil
        }
    }
}
