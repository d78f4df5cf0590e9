import Logging
import Records
import Synchronization

extension KafkaConsumer {
    /// A commit on revocation that takes longer is given up: the records are then read again.
    private static let commitTimeout = Duration.seconds(5)

    /// On the thread that polls, inside of the poll. The group waits for it.
    func handle(_ rebalance: Rebalance, _ caller: ListenerCaller) {
        let partitions = rebalance.partitions
        switch rebalance.kind {
        case .assigned:
            state.withLock { $0.assignment.add(partitions) }
            report(rebalance.assign(), "assigning")
            if !partitions.isEmpty { caller.call("assigned") { await $0.assigned(partitions) } }
        case .revoked:
            dropBatch(of: partitions)
            if !partitions.isEmpty { caller.call("revoked") { await $0.revoked(partitions) } }
            report(client.commitStoredOffsets(within: Self.commitTimeout), "committing before revocation")
            release(partitions)
            report(rebalance.unassign(), "unassigning")
        case .lost:
            dropBatch(of: partitions)
            release(partitions)
            if !partitions.isEmpty { caller.call("lost") { await $0.lost(partitions) } }
            report(rebalance.unassign(), "unassigning")
        case .failed(let failure):
            report(failure, "rebalancing")
            report(rebalance.unassign(), "unassigning")
        }
    }

    /// Read but not delivered: the next owner begins with them.
    private func dropBatch(of partitions: [TopicPartition]) {
        let revoked = Set(partitions)
        state.withLock { $0.batch.removeAll { revoked.contains($0.topicPartition) } }
    }

    /// From here on no offset can be stored. librdkafka would remember a pause beyond the assignment, so it is undone.
    private func release(_ partitions: [TopicPartition]) {
        let paused = state.withLock { $0.assignment.remove(partitions) }
        if !paused.isEmpty { report(client.resume(paused), "resuming before unassigning") }
    }

    private func report(_ failure: KafkaFailure?, _ step: String) {
        guard let failure else { return }
        logger.warning(
            "Rebalance step failed",
            metadata: ["step": "\(step)", "kafka.error": "\(failure.code)", "reason": "\(failure.message)"])
    }
}
