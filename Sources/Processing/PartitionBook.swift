import Records

/// The partitions that are ours, and how far each is settled. A pure value.
struct PartitionBook {
    struct Partition {
        let assignment: Int
        var offsets = OffsetTracker()
        var isPaused = false
        /// No new work is begun: the partition is being given back.
        var isDraining = false
        /// Deliveries of it that are being handled.
        var running = 0
    }

    enum Settling: Equatable {
        /// The partition has gone to another member: nothing may be stored.
        case gone
        case settled(storeOffset: Int64?, resume: Bool)
    }

    private let maxOpen: Int
    private var assignments = 0
    private(set) var partitions: [TopicPartition: Partition] = [:]

    init(maxOpen: Int) {
        self.maxOpen = maxOpen
    }

    mutating func assign(_ assigned: [TopicPartition]) {
        assignments += 1
        for partition in assigned { partitions[partition] = Partition(assignment: assignments) }
    }

    /// - Returns: the assignment to which the record belongs, nil where the partition is not ours or being given back;
    ///   and whether the partition is to be paused.
    mutating func receive(_ record: ConsumedRecord) -> (assignment: Int, pause: Bool)? {
        guard var partition = partitions[record.topicPartition], !partition.isDraining else { return nil }
        partition.offsets.received(record.offset)
        let pause = !partition.isPaused && partition.offsets.open > maxOpen
        if pause { partition.isPaused = true }
        partitions[record.topicPartition] = partition
        return (partition.assignment, pause)
    }

    /// Whether work of this delivery may begin; counts it as running if so.
    mutating func begin(_ delivery: Delivery) -> Bool {
        guard let partition = partitions[delivery.record.topicPartition],
            partition.assignment == delivery.assignment, !partition.isDraining
        else { return false }
        partitions[delivery.record.topicPartition]?.running += 1
        return true
    }

    /// The delivery no longer runs, settled or not.
    mutating func end(_ delivery: Delivery) {
        guard partitions[delivery.record.topicPartition]?.assignment == delivery.assignment else { return }
        partitions[delivery.record.topicPartition]?.running -= 1
    }

    mutating func settle(_ delivery: Delivery) -> Settling {
        let place = delivery.record.topicPartition
        guard var partition = partitions[place], partition.assignment == delivery.assignment else { return .gone }
        let next = partition.offsets.settle(delivery.record.offset)
        let resume = partition.isPaused && partition.offsets.open <= maxOpen / 2
        if resume { partition.isPaused = false }
        partitions[place] = partition
        return .settled(storeOffset: next, resume: resume)
    }

    mutating func drain(_ revoked: [TopicPartition]) {
        for partition in revoked { partitions[partition]?.isDraining = true }
    }

    func isQuiet(_ revoked: [TopicPartition]) -> Bool {
        revoked.allSatisfy { (partitions[$0]?.running ?? 0) == 0 }
    }

    mutating func remove(_ gone: [TopicPartition]) {
        for partition in gone { partitions[partition] = nil }
    }
}
