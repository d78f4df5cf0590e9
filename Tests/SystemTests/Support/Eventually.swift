/// Waits for a condition of another process: asks again until it holds or the time is over.
enum Eventually {
    struct Never: Error, CustomStringConvertible {
        let description: String
    }

    @discardableResult
    static func value<Value>(
        _ what: String, within limit: Duration = .seconds(40), every pause: Duration = .milliseconds(100),
        _ ask: () async throws -> Value?
    ) async throws -> Value {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if let value = try await ask() { return value }
            // Between two looks at another process, not a wait for it.
            try await ContinuousClock().sleep(for: pause)
        }
        throw Never(description: "\(what): not within \(limit)")
    }
}
