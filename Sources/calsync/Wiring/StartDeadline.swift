import Foundation
import Logging
import StoreSQL

/// How long a process waits at its start for all that it depends on.
struct StartDeadline: Sendable {
    private let end: ContinuousClock.Instant
    private let logger: Logger

    init(limit: Duration, logger: Logger) {
        end = .now + limit
        self.logger = logger
    }

    /// Tries again until it works.
    /// - Throws: `UnreachableDependency` when the time is over; at once a `StoreSetupError`, which no waiting mends.
    func reach<Value>(_ name: String, _ key: SettingKey, _ body: () async throws -> Value) async throws -> Value {
        while true {
            do {
                return try await body()
            } catch let error as StoreSetupError {
                throw error
            } catch {
                guard ContinuousClock.now < end else {
                    throw UnreachableDependency(name: name, key: key.rawValue, reason: "\(error)")
                }
                logger.warning("\(name) cannot be reached yet", metadata: ["error": "\(error)"])
                try await Task.sleep(for: .milliseconds(500))
            }
        }
    }
}
