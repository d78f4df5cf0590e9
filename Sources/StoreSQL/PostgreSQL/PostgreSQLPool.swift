import CalendarSync
import Foundation

/// Threads of our own, each with its line to the server, and the queue of what they are to do: libpq blocks, and none of
/// Swift concurrency's few threads may. A thread begins when there is work that no other is free for.
///
/// `@unchecked`: `condition` protects every variable.
final class PostgreSQLPool: @unchecked Sendable {
    private struct Job {
        let since: ContinuousClock.Instant
        let run: @Sendable (PostgreSQLLine) -> Void
        let refuse: @Sendable () -> Void
    }

    private let size: Int
    private let connector: PostgreSQLConnector
    private let condition = NSCondition()
    private var queue: [Job] = []
    private var threads = 0
    private var idle = 0
    private var isClosed = false

    init(address: PostgreSQLAddress) {
        size = address.poolSize
        connector = PostgreSQLConnector(address: address)
    }

    func run<Value: Sendable>(
        _ work: @escaping @Sendable (PostgreSQLLine) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            submit(
                Job(
                    since: .now, run: { line in continuation.resume(with: Result { try work(line) }) },
                    refuse: { continuation.resume(throwing: StoreError.unavailable("the store is closed")) }))
        }
    }

    /// Returns when what was submitted has ended and the connections are closed.
    func close() async {
        try? await Thread.run("store-close") { self.drain() }
    }

    private func submit(_ job: Job) {
        condition.lock()
        defer { condition.unlock() }
        if isClosed { return job.refuse() }
        queue.append(job)
        if idle >= queue.count {
            condition.signal()
        } else if threads < size {
            threads += 1
            let thread = Thread { self.work() }
            thread.name = "store-\(threads)"
            thread.start()
        }
    }

    private func work() {
        let line = PostgreSQLLine(connector: connector)
        while let job = next() {
            line.since = job.since
            job.run(line)
        }
        line.close()
        condition.withLock {
            threads -= 1
            condition.broadcast()
        }
    }

    /// Waits for work; nil when there will be no more.
    private func next() -> Job? {
        condition.lock()
        defer { condition.unlock() }
        while queue.isEmpty && !isClosed {
            idle += 1
            condition.wait()
            idle -= 1
        }
        return queue.isEmpty ? nil : queue.removeFirst()
    }

    private func drain() {
        connector.stopWaiting()
        condition.lock()
        defer { condition.unlock() }
        isClosed = true
        condition.broadcast()
        while threads > 0 { condition.wait() }
    }
}
