import CalendarSync
import Logging

extension Settler {
    /// Repeats until it works or the worker stops.
    func insist<Value: Sendable>(_ what: String, _ body: () async throws -> Value) async -> Value? {
        var wait = Duration.milliseconds(100)
        while !Task.isCancelled {
            do {
                return try await body()
            } catch {
                logger.error("\(what) failed; it is repeated until it works", metadata: ["error": "\(error)"])
            }
            try? await clock.sleep(for: wait)
            wait = min(wait * 2, .seconds(5))
        }
        return nil
    }

    /// The same for what is asked of the store.
    /// - Throws: where the store can never hold a value of it: repeating would stop the partition for ever.
    func keep<Value: Sendable>(
        _ what: String, _ body: () async throws -> Value
    ) async throws(Rejection) -> Value? {
        let answer = await insist(what) { () async throws -> Result<Value, Rejection> in
            do {
                return .success(try await body())
            } catch StoreError.unstorable(let reason) {
                return .failure(.unstorable(reason))
            }
        }
        return try answer?.get()
    }
}
