import Foundation
import Logging
import StoreSQL

/// How long a process waits at its start for what it depends on.
struct StartDeadline: Sendable {
    let limit: Duration
    let logger: Logger

    /// Tries again until it works.
    /// - Throws: `UnreachableDependency` when the time is over; at once a `StoreSetupError`, which no waiting mends.
    func reach<Value>(_ name: String, _ key: SettingKey, _ body: () async throws -> Value) async throws -> Value {
        let deadline = ContinuousClock.now + limit
        while true {
            do {
                return try await body()
            } catch let error as StoreSetupError {
                throw error
            } catch {
                guard ContinuousClock.now < deadline else {
                    throw UnreachableDependency(name: name, key: key.rawValue, reason: "\(error)")
                }
                logger.warning("\(name) cannot be reached yet", metadata: ["error": "\(error)"])
                try await Task.sleep(for: .milliseconds(500))
            }
        }
    }
}
