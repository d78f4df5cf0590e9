import CalendarSync
import OutboundHTTP

/// Sends the changes of one class in batches; items that fail for now are sent again, alone and a few times.
struct BatchSender: Sendable {
    private static let attempts = 3
    private static let pause = Backoff(base: .milliseconds(250), cap: .seconds(2))

    private typealias Failed = (change: BlockChange, error: KartraError)

    let connection: KartraConnection
    let clock: any Clock<Duration>
    /// Of the class's `busy-blocks`.
    let path: String

    /// - Returns: the calls that were made and what did not succeed.
    /// - Throws: what befell a batch as a whole: the next would fare no better.
    func send(_ changes: [BlockChange]) async throws -> SentChanges {
        var sent = SentChanges()
        for start in stride(from: 0, to: changes.count, by: BlockBatch.largest) {
            let end = min(start + BlockBatch.largest, changes.count)
            sent.add(try await sendAgainWhatFails(Array(changes[start..<end])))
        }
        return sent
    }

    private func sendAgainWhatFails(_ changes: [BlockChange]) async throws -> SentChanges {
        var sent = SentChanges()
        var waiting = changes
        for attempt in 1...Self.attempts {
            let failed = try await sendOnce(waiting)
            sent.calls += 1
            sent.failures += failed.filter { !$0.error.isTransient }.map(Self.failure)
            let again = failed.filter(\.error.isTransient)
            waiting = again.map(\.change)
            if waiting.isEmpty { break }
            if attempt == Self.attempts {
                sent.failures += again.map(Self.failure)
            } else {
                try await clock.sleep(for: Self.pause.ceiling(afterAttempt: attempt))
            }
        }
        return sent
    }

    private func sendOnce(_ changes: [BlockChange]) async throws -> [Failed] {
        let response = try await connection.send(
            .post, path + ":batch", body: try WireJSON.encode(BlockBatch(items: changes)),
            accepting: BlockChange.goneStatuses)
        if let error = connection.failure(of: response) {
            // The class itself is no more: each change as if it had been sent alone.
            return changes.filter { !$0.acceptedStatuses.contains(response.status) }.map { ($0, error) }
        }
        let answer = try KartraConnection.decode(BlockBatch.Answer.self, from: response)
        let items = Dictionary(answer.items.map { ($0.blockId, $0) }) { _, last in last }
        return changes.compactMap { change in
            guard let item = items[change.block.blockId] else {
                return (change, .transient(reason: "an item without answer", after: nil))
            }
            if change.acceptedStatuses.contains(item.status) { return nil }
            return KartraError(status: item.status, problem: item.error, after: nil).map { (change, $0) }
        }
    }

    private static func failure(_ failed: Failed) -> SentChanges.Failure {
        SentChanges.Failure(blockId: failed.change.block.blockId, error: failed.error)
    }
}
