import CalendarSync
import Foundation

/// A thread's line to the server: one connection, replaced where it breaks, and what is tried again when it does.
///
/// Writes run in `READ COMMITTED`. Each of the store's methods decides by one statement whose `WHERE` names what it
/// expects (a revision, a fence, an absent key), and in this level PostgreSQL waits for another transaction's row lock
/// and then judges the newest row: of two, one changes it and the other finds that it has not. `hold(lease)` keeps the
/// feed's row locked to the end. Stricter levels would end the same meetings in errors, and would let a migration, which
/// first waits for a lock, see the schema as it was before the wait.
/// Rows may be locked in different orders (a block that moves to another feed): a deadlock is undone and run again.
final class PostgreSQLLine {
    private static let mostCollisions = 8
    private static let pauses = Backoff(first: 0.005, longest: 0.5)

    private let connector: PostgreSQLConnector
    private var connection: PostgreSQLConnection?
    /// When the caller at hand began to wait.
    var since = ContinuousClock.now

    init(connector: PostgreSQLConnector) {
        self.connector = connector
    }

    /// - Throws: `PostgreSQLRefusal`
    func open() throws {
        connection = try connector.connect()
    }

    func close() {
        connection = nil
    }

    func execute(_ sql: String, _ values: [SQLValue]) throws -> Int {
        try attempt { try $0.commit(sql, values) }
    }

    func query(_ sql: String, _ values: [SQLValue]) throws -> [SQLRow] {
        try attempt { try $0.query(sql, values) }
    }

    func read<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        // Elsewhere each statement would see a state of its own.
        try attempt(isRead: true) { try $0.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", body) }
    }

    func write<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try attempt { try $0.transaction("BEGIN", body) }
    }

    /// A write whose `COMMIT` was sent when the connection broke may be stored or not. To run it again could apply it
    /// twice, so its caller is told that it failed; its next compare-and-set finds out.
    private func attempt<Value>(
        isRead: Bool = false, _ work: (PostgreSQLConnection) throws -> Value
    ) throws -> Value {
        var collisions = 0
        var losses = 0
        while true {
            let connection = try ready()
            do {
                return try work(connection)
            } catch {
                guard let failure = connection.failure else { throw error }
                switch failure.consequence {
                case .undone where collisions < Self.mostCollisions:
                    collisions += 1
                    var random = SystemRandomNumberGenerator()
                    Thread.sleep(forTimeInterval: Self.pauses.pause(before: collisions, using: &random))
                case .lost where connection.isCommitting && !isRead:
                    throw StoreError.unavailable("PostgreSQL: the connection was lost during a commit")
                case .lost where losses == 0, .misplaced where losses == 0:
                    losses += 1
                    self.connection = nil
                case .undone, .misplaced, .lost, .refused: throw failure.error
                }
            }
        }
    }

    private func ready() throws(StoreError) -> PostgreSQLConnection {
        if let connection, connection.isReady() { return connection }
        connection = nil
        let fresh = try connector.connect(since: since)
        connection = fresh
        return fresh
    }
}
