/// How long a call waits for a worker before it answers that the work is under way.
struct CertificatePatience: Sendable {
    /// Between two looks at the store.
    private static let pause = Duration.milliseconds(100)

    let limit: Duration

    /// - Parameter look: what is waited for, or nil.
    /// - Returns: `fallback` where it did not come in time.
    func wait<Value>(for fallback: Value, _ look: () async throws -> Value?) async throws -> Value {
        let deadline = ContinuousClock.now + limit
        while true {
            if let value = try await look() { return value }
            if ContinuousClock.now >= deadline { return fallback }
            try await Task.sleep(for: Self.pause)
        }
    }
}
