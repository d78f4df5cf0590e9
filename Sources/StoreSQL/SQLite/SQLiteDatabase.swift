import CalendarSync
import Foundation
import GRDB
import Synchronization

/// SQLite in one file (and its `-wal` and `-shm`): many readers, one writer, group commit. Other processes of
/// the machine may look into it.
public final class SQLiteDatabase: SQLDatabase {
    public let dialect = SQLDialect(
        blob: "BLOB", key: "TEXT", rowNumber: "INTEGER PRIMARY KEY", migrationLock: nil,
        skippingLocked: { _ in "" })

    private let pool: DatabasePool
    let groupCommit: GroupCommit
    private let lock: Mutex<FileLock?>

    /// How long a statement waits for another process's lock.
    private static let busyTimeout: TimeInterval = 5

    /// Opens the file, or makes one that only its owner may read. Blocks while it does.
    /// - Parameter exclusively: keeps other processes that ask for the same out until it is closed.
    /// - Throws: `StoreSetupError.cannotOpen`, `StoreSetupError.servedElsewhere`
    public init(path: String, exclusively: Bool = false) throws {
        do {
            try Self.createPrivately(path)
            let taken = exclusively ? try FileLock(for: path) : nil
            if exclusively && taken == nil { throw StoreSetupError.servedElsewhere(path: path) }
            lock = Mutex(taken)
            var configuration = Configuration()
            configuration.busyMode = .timeout(Self.busyTimeout)
            configuration.foreignKeysEnabled = true
            // GRDB would end the process where even a rollback fails; here the next write rolls back again.
            configuration.allowsUnsafeTransactions = true
            pool = try DatabasePool(path: path, configuration: configuration)
            // The pool sets NORMAL, which may lose the last commits at a power cut, after all other set-up.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        } catch let error as StoreSetupError {
            throw error
        } catch {
            throw StoreSetupError.cannotOpen(path: path, reason: StoreError.text(error))
        }
        groupCommit = GroupCommit(pool: pool)
    }

    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        do {
            return try await pool.read { try body(SQLiteConnection($0)) }
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }

    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await groupCommit.write(body)
    }

    public func close() async {
        groupCommit.stop()
        let pool = pool
        // Waits for the writes that are queued. A connection that does not close is closed with the process.
        try? await Thread.run("store-close") { try pool.close() }
        lock.withLock { $0 = nil }
    }

    /// SQLite gives `-wal` and `-shm` the mode of the file itself.
    private static func createPrivately(_ path: String) throws {
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            Foundation.close(descriptor)
        } else if errno != EEXIST {
            throw StoreError.unavailable(String(cString: strerror(errno)))
        }
    }
}
