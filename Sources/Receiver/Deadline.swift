/// An end that holds even for work that does not notice its cancellation: the work is cancelled and left to itself.
struct Deadline: Sendable {
    let limit: Duration
    let clock: any Clock<Duration>

    struct Passed: Error {}

    /// - Throws: what `work` throws, `Passed` where it takes longer than the limit, or `CancellationError`.
    func run<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let (ends, end) = AsyncStream.makeStream(
            of: Result<Value, any Error>.self, bufferingPolicy: .bufferingOldest(1))
        // Tasks rather than a task group: a group waits for all its children, and so for a call that hangs.
        let working = Task {
            do {
                end.yield(.success(try await work()))
            } catch {
                end.yield(.failure(error))
            }
        }
        let timing = Task {
            try await clock.sleep(for: limit)
            end.yield(.failure(Passed()))
        }
        defer {
            working.cancel()
            timing.cancel()
        }
        for await first in ends {
            return try first.get()
        }
        throw CancellationError()
    }
}
