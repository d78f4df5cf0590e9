import Testing

/// Waits until the condition holds; records an issue where it does not within the time.
func eventually(within limit: Duration = .seconds(20), _ condition: () -> Bool) async throws {
    let deadline = ContinuousClock.now.advanced(by: limit)
    while !condition() {
        try #require(ContinuousClock.now < deadline, "the condition did not come true in time")
        try await Task.sleep(for: .milliseconds(1))
    }
}
