/// Why a store cannot be opened. The texts name `STORE_URL` and hold no user, password or host.
public enum StoreSetupError: Error, Hashable, Sendable {
    /// Neither `sqlite:` nor `postgres:`.
    case unknownScheme
    case missingPath
    /// A store in memory would lose what was promised to be durable.
    case inMemory
    /// Not as libpq reads it: a character that is not percent-encoded, or a parameter that it does not know.
    case invalidPostgresURL
    case invalidPoolSize
    case cannotOpen(path: String, reason: String)
    /// A PostgreSQL server that will not let us in, however long we wait.
    case cannotConnect(reason: String)
    /// A process that serves has the SQLite file already.
    case servedElsewhere(path: String)
    /// A newer version of calsync has changed the store.
    case newerSchema(migration: String)
    /// No process of this version has served it yet.
    case olderSchema(migration: String)
}

extension StoreSetupError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownScheme: "STORE_URL: begins with neither sqlite: nor postgres://"
        case .missingPath: "STORE_URL: names no file; write sqlite:/path/to/file.db"
        case .inMemory: "STORE_URL: a store in memory is not supported; write sqlite:/path/to/file.db"
        case .invalidPostgresURL:
            """
            STORE_URL: is no connection URI as libpq reads it; write postgres://user:password@host:5432/database, \
            other characters percent-encoded, and after ? only libpq's parameters and pool
            """
        case .invalidPoolSize: "STORE_URL: pool is a number of connections from 1 to 100"
        case .cannotOpen(let path, let reason): "STORE_URL: cannot open \(path): \(reason)"
        case .cannotConnect(let reason): "STORE_URL: cannot connect to PostgreSQL: \(reason)"
        case .servedElsewhere(let path):
            """
            STORE_URL: another process serves \(path). One SQLite file is for one process; to run several, on one \
            machine or on many, use PostgreSQL (postgres://…): `calsync store copy` takes the store there
            """
        case .newerSchema(let migration):
            "STORE_URL: the store was changed by a newer version of calsync (migration \(migration)); run that version"
        case .olderSchema(let migration):
            "STORE_URL: the store has not the tables of this version yet (migration \(migration)): `calsync serve` makes them"
        }
    }
}
