import Logging
import Records
import Synchronization

extension KafkaConsumer {
    /// At most this many records in one call of `received`.
    private static let batchLimit = 500
    /// A bound only: `pause`, `resume` and `close` wake the poll.
    private static let longestPoll = Duration.milliseconds(500)
    /// Beyond the drain. Without a broker the group finds out by the session timeout.
    private static let leaveTimeout = Duration.seconds(5)

    /// The whole membership, on a thread of its own: join, deliver, leave.
    func pollUntilClosed(_ listener: any PartitionListener) throws {
        defer {
            if isCooperative, client.abortsWhenDestroyedUnassigned, !state.withLock({ $0.assignment.wasEverAssigned }) {
                client.abandon()
            }
        }
        let caller = ListenerCaller(listener, timeout: drainTimeout, logger: logger)
        client.context.rebalance = { [self] in handle($0, caller) }
        defer { client.context.rebalance = nil }

        if let failure = client.subscribe(to: topics) { throw KafkaError.failed(failure) }
        while isRunning {
            changeFlow()
            collect()
            deliver(to: listener)
            if let failure = client.fatalError() {
                loseWhatIsLeft(caller)
                throw KafkaError.failed(failure)
            }
        }
        if let failure = client.leaveGroup(within: Self.leaveTimeout) {
            logger.warning("Left the consumer group with an error", metadata: ["kafka.error": "\(failure.code)"])
        }
        loseWhatIsLeft(caller)
    }

    private var isRunning: Bool {
        state.withLock { $0.phase == .running }
    }

    private func changeFlow() {
        let changes = state.withLock { state in
            defer { state.flow = [] }
            return state.flow.map { ($0.isPaused, state.assignment.setPaused($0.isPaused, $0.partitions)) }
        }
        for (isPaused, partitions) in changes where !partitions.isEmpty {
            guard let failure = isPaused ? client.pause(partitions) : client.resume(partitions) else { continue }
            logger.warning(
                "Partitions not paused or resumed",
                metadata: ["partitions": "\(partitions)", "kafka.error": "\(failure.code)"])
        }
    }

    /// Waits for the first record and takes what else is there. Rebalances happen within.
    private func collect() {
        var timeout = Self.longestPoll
        for _ in 0..<Self.batchLimit {
            switch client.poll(for: timeout) {
            case .record(let record): state.withLock { $0.batch.append(record) }
            case .failure(let failure):
                logger.warning(
                    "Consumer error", metadata: ["kafka.error": "\(failure.code)", "reason": "\(failure.message)"])
            case .end: break
            case nil: return
            }
            timeout = .zero
        }
    }

    private func deliver(to listener: any PartitionListener) {
        let batch = state.withLock { state in
            for record in state.batch { state.assignment.delivered(record.offset, of: record.topicPartition) }
            defer { state.batch = [] }
            return state.batch
        }
        if !batch.isEmpty { listener.received(batch) }
    }

    /// What ended without a revocation: after a fatal error, or where leaving took too long.
    private func loseWhatIsLeft(_ caller: ListenerCaller) {
        let left = state.withLock { state in
            let left = state.assignment.all
            _ = state.assignment.remove(left)
            return left
        }
        if !left.isEmpty { caller.call("lost") { await $0.lost(left) } }
    }
}
