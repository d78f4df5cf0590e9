import Synchronization

/// One write at a time to each calendar, in the order of asking: Google answers rapid writes to one calendar with conflicts
/// and 500. Other processes are not waited for; what Google then refuses is tried again.
public final class CalendarTurns: Sendable {
    /// Who waits, by calendar; an entry, even an empty one, means that somebody has the turn.
    private let waiting = Mutex<[String: [CheckedContinuation<Void, Never>]]>([:])

    public init() {}

    func run<Value>(
        _ calendarId: String, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Value
    ) async rethrows -> Value {
        await take(calendarId)
        defer { pass(calendarId) }
        return try await body()
    }

    private func take(_ calendarId: String) async {
        await withCheckedContinuation { continuation in
            let isFree = waiting.withLock { waiting in
                if waiting[calendarId] == nil {
                    waiting[calendarId] = []
                    return true
                }
                waiting[calendarId]?.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    private func pass(_ calendarId: String) {
        let next = waiting.withLock { waiting -> CheckedContinuation<Void, Never>? in
            guard var queue = waiting[calendarId], !queue.isEmpty else {
                waiting[calendarId] = nil
                return nil
            }
            let next = queue.removeFirst()
            waiting[calendarId] = queue
            return next
        }
        next?.resume()
    }
}
