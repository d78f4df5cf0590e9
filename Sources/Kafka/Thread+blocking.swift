import Foundation

extension Thread {
    /// Runs blocking calls of librdkafka on a thread of their own, so that none holds one of the cooperative pool.
    static func blocking<T: Sendable>(
        _ name: String, _ work: @escaping @Sendable () throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread { continuation.resume(with: Result(catching: work)) }
            thread.name = name
            thread.start()
        }
    }
}
