/// Why a store cannot be opened. The texts name `STORE_URL` and hold no user, password or host.
public enum StoreSetupError: Error, Hashable, Sendable {
    /// Neither `sqlite:` nor `postgres:`.
    case unknownScheme
    case missingPath
    /// A store in memory would lose what was promised to be durable.
    case inMemory
    case postgresNotBuiltIn
    case cannotOpen(path: String, reason: String)
    /// A newer version of calsync has changed the store.
    case newerSchema(migration: String)
}

extension StoreSetupError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownScheme: "STORE_URL: begins with neither sqlite: nor postgres://"
        case .missingPath: "STORE_URL: names no file; write sqlite:/path/to/file.db"
        case .inMemory: "STORE_URL: a store in memory is not supported; write sqlite:/path/to/file.db"
        case .postgresNotBuiltIn: "STORE_URL: PostgreSQL is not built in yet; write sqlite:/path/to/file.db"
        case .cannotOpen(let path, let reason): "STORE_URL: cannot open \(path): \(reason)"
        case .newerSchema(let migration):
            "STORE_URL: the store was changed by a newer version of calsync (migration \(migration)); run that version"
        }
    }
}
