import CPostgres

/// Where a PostgreSQL server is and how to log in: a connection URI as libpq takes it (`sslmode`, `sslrootcert`, several
/// hosts, a socket's folder as `?host=/run/postgresql`, …), and `pool=…`, which is ours. Holds a password: never printed.
public struct PostgreSQLAddress: Hashable, Sendable {
    /// Without `pool`, which libpq does not know.
    let uri: String
    /// How many connections at most, and so how many statements at once.
    let poolSize: Int

    private static let defaultPoolSize = 8
    private static let poolSizes = 1...100
    private static let pool = "pool="

    init(_ text: String) throws(StoreSetupError) {
        let halves = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var uri = String(halves[0])
        var poolSize = Self.defaultPoolSize
        if halves.count == 2 {
            let items = halves[1].split(separator: "&")
            if let size = items.last(where: { $0.hasPrefix(Self.pool) }) {
                guard let number = Int(size.dropFirst(Self.pool.count)), Self.poolSizes.contains(number) else {
                    throw .invalidPoolSize
                }
                poolSize = number
            }
            let rest = items.filter { !$0.hasPrefix(Self.pool) }
            if !rest.isEmpty { uri += "?" + rest.joined(separator: "&") }
        }
        // What libpq would say of it may quote a part of the password.
        guard let options = PQconninfoParse(uri, nil) else { throw .invalidPostgresURL }
        PQconninfoFree(options)
        self.uri = uri
        self.poolSize = poolSize
    }
}

extension PostgreSQLAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "postgres://…" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
