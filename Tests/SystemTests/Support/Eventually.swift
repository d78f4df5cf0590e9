/// Waits for what another process does: looks again until it is there or the time is over. The last look is after the
/// deadline, and a look that fails is one look: what is looked at may be about to come up, or hang for a moment.
enum Eventually {
    struct Never: Error, CustomStringConvertible {
        let description: String
    }

    /// - Throws: `Never`, with why the last look failed, where it did.
    @discardableResult
    static func value<Value>(
        _ what: String, within limit: Duration = .seconds(120), every pause: Duration = .milliseconds(100),
        _ look: () async throws -> Value?
    ) async throws -> Value {
        let last = try await reading(what, within: limit, every: pause, look) { $0 != nil }
        guard let last else { throw Never(description: "\(what): not within \(limit)") }
        return last
    }

    /// - Returns: the first reading that is as it is to be; else the last, which is not.
    /// - Throws: `Never` where the last look failed: there is nothing to be said then.
    static func reading<Reading>(
        _ what: String, within limit: Duration = .seconds(120), every pause: Duration = .milliseconds(100),
        _ look: () async throws -> Reading, until isWanted: (Reading) -> Bool
    ) async throws -> Reading {
        let deadline = ContinuousClock.now + limit
        while true {
            let isLast = ContinuousClock.now >= deadline
            do {
                let reading = try await look()
                if isLast || isWanted(reading) { return reading }
            } catch {
                if isLast { throw Never(description: "\(what): not within \(limit): \(error)") }
            }
            // Between two looks at another process, not a wait for it.
            try await ContinuousClock().sleep(for: pause)
        }
    }
}
