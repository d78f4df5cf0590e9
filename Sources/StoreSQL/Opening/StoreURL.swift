/// The value of `STORE_URL`: where the store is.
public enum StoreURL: Hashable, Sendable {
    /// A file, as `sqlite:/path`, `sqlite:///path` or, relative to the working directory, `sqlite:path`.
    case sqlite(path: String)
    /// A server, as `postgres://…` or `postgresql://…`.
    case postgresql(PostgreSQLAddress)

    public init(_ text: String) throws(StoreSetupError) {
        guard let colon = text.firstIndex(of: ":") else { throw .unknownScheme }
        let rest = text[text.index(after: colon)...]
        switch text[..<colon].lowercased() {
        case "sqlite":
            var path = String(rest)
            if path.hasPrefix("///") { path.removeFirst(2) }
            if path.hasPrefix(":memory:") { throw .inMemory }
            // "//name/…" would be a host, which a file has not.
            if path.isEmpty || path.hasSuffix("/") || path.hasPrefix("//") { throw .missingPath }
            self = .sqlite(path: path)
        case "postgres", "postgresql": self = .postgresql(try PostgreSQLAddress("postgresql:" + rest))
        default: throw .unknownScheme
        }
    }
}
