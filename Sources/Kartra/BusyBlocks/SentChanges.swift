/// What came of sending changes.
struct SentChanges: Sendable {
    var calls = 0
    /// Of the changes that were not made.
    var failures: [KartraError] = []

    mutating func add(_ other: SentChanges) {
        calls += other.calls
        failures += other.failures
    }
}
