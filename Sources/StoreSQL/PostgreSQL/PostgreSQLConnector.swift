import CalendarSync
import Foundation
import Synchronization

/// Connects, and while the server is away tries again; one failed attempt answers all who have waited long enough.
final class PostgreSQLConnector: Sendable {
    private struct State {
        var lastFailure: (at: ContinuousClock.Instant, refusal: PostgreSQLRefusal)?
        var isClosing = false
    }

    /// How long a caller is kept waiting for a server that restarts.
    private static let patience = Duration.seconds(5)
    private static let pauses = Backoff(first: 0.05, longest: 1)

    private let address: PostgreSQLAddress
    private let state = Mutex(State())

    init(address: PostgreSQLAddress) {
        self.address = address
    }

    /// From now on each caller gets one attempt.
    func stopWaiting() {
        state.withLock { $0.isClosing = true }
    }

    /// Blocks. Only one attempt is made where nobody has waited yet, as when the store is opened.
    func connect() throws(PostgreSQLRefusal) -> PostgreSQLConnection {
        do {
            return try PostgreSQLConnection.open(address)
        } catch {
            state.withLock { $0.lastFailure = (.now, error) }
            throw error
        }
    }

    /// - Parameter since: when the caller began to wait.
    /// - Throws: `StoreError.unavailable`
    func connect(since: ContinuousClock.Instant) throws(StoreError) -> PostgreSQLConnection {
        var attempt = 0
        while true {
            let (failure, isClosing) = state.withLock { ($0.lastFailure, $0.isClosing) }
            let isPatient = since.duration(to: .now) < Self.patience && !isClosing
            do throws(PostgreSQLRefusal) {
                // A host that swallows everything takes seconds an attempt: not for each who waits in the queue.
                if let failure, failure.at > since, !isPatient { throw failure.refusal }
                return try connect()
            } catch {
                guard isPatient else { throw .unavailable("PostgreSQL: \(error.text)") }
                attempt += 1
                var random = SystemRandomNumberGenerator()
                Thread.sleep(forTimeInterval: Self.pauses.pause(before: attempt, using: &random))
            }
        }
    }
}
