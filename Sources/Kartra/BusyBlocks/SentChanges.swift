/// What came of sending changes.
struct SentChanges: Sendable {
    /// Of a change that was not made.
    struct Failure: Sendable {
        let blockId: String
        let error: KartraError
    }

    var calls = 0
    var failures: [Failure] = []

    mutating func add(_ other: SentChanges) {
        calls += other.calls
        failures += other.failures
    }
}
