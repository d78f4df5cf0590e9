import CalendarSync
import GRDB
import Synchronization

/// Writes that come while another is on its way to the disk share the next transaction, and so one `fsync`. Each has a
/// savepoint of its own: one that throws undoes nothing of the others. They run in the order of their submission.
final class GroupCommit: Sendable {
    private struct State {
        var queue: [PendingWrite] = []
        /// Whether the writer's queue has been asked to take what is here.
        var isRunning = false
        var isStopped = false
        var commits = 0
    }

    /// Bounds how long the first write of a group waits for the last.
    static let largestGroup = 256

    private let pool: DatabasePool
    private let state = Mutex(State())

    init(pool: DatabasePool) {
        self.pool = pool
    }

    /// Writes submitted and not yet in a transaction.
    var waiting: Int { state.withLock { $0.queue.count } }
    /// Transactions committed.
    var commits: Int { state.withLock { $0.commits } }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            submit(PendingWrite(body, continuation: continuation))
        }
    }

    /// Refuses later writes; those that wait are still written.
    func stop() {
        state.withLock { $0.isStopped = true }
    }

    private enum Admission { case refused, joined, first }

    private func submit(_ write: PendingWrite) {
        let admission = state.withLock { state -> Admission in
            if state.isStopped { return .refused }
            state.queue.append(write)
            if state.isRunning { return .joined }
            state.isRunning = true
            return .first
        }
        switch admission {
        case .refused: write.fail(StoreError.unavailable("the store is closed"))
        case .joined: break
        case .first:
            // GRDB's own queue: nothing of Swift concurrency's pool waits for the disk.
            pool.asyncWriteWithoutTransaction { database in
                while let group = self.nextGroup() { self.commit(group, SQLiteConnection(database)) }
            }
        }
    }

    private func nextGroup() -> [PendingWrite]? {
        state.withLock { state in
            let group = Array(state.queue.prefix(Self.largestGroup))
            state.queue.removeFirst(group.count)
            state.isRunning = !group.isEmpty
            return group.isEmpty ? nil : group
        }
    }

    private func commit(_ group: [PendingWrite], _ connection: SQLiteConnection) {
        do {
            // IMMEDIATE: a transaction that begins by reading could not become a writer while another process writes.
            try connection.execute("BEGIN IMMEDIATE")
            let deliveries = try group.map { try run($0, connection) }
            try connection.execute("COMMIT")
            state.withLock { $0.commits += 1 }
            for deliver in deliveries { deliver() }
        } catch {
            if connection.isInTransaction { _ = try? connection.execute("ROLLBACK") }
            for write in group { write.fail(error) }
        }
    }

    /// Returns what tells the caller, after the commit. Throws where the whole transaction is lost.
    private func run(_ write: PendingWrite, _ connection: SQLiteConnection) throws -> @Sendable () -> Void {
        try connection.execute("SAVEPOINT one_write")
        do {
            let deliver = try write.run(connection)
            try connection.execute("RELEASE one_write")
            return deliver
        } catch {
            guard connection.isInTransaction else { throw error }
            try connection.execute("ROLLBACK TO one_write")
            try connection.execute("RELEASE one_write")
            return { write.fail(error) }
        }
    }
}
