import Records

/// The partitions a member has, which of them are paused and how far each has come. No I/O.
struct Assignment {
    private struct Partition {
        var isPaused = false
        /// The offset of the first record delivered in this assignment.
        var first: Int64?
        /// Everything below is settled.
        var stored: Int64?
    }

    private var partitions: [TopicPartition: Partition] = [:]
    private(set) var wasEverAssigned = false

    var all: [TopicPartition] { Array(partitions.keys) }

    func contains(_ partition: TopicPartition) -> Bool {
        partitions[partition] != nil
    }

    /// Newly assigned partitions are not paused.
    mutating func add(_ added: [TopicPartition]) {
        wasEverAssigned = true
        for partition in added { partitions[partition] = Partition() }
    }

    /// Returns those that were paused.
    mutating func remove(_ removed: [TopicPartition]) -> [TopicPartition] {
        removed.filter { partitions.removeValue(forKey: $0)?.isPaused == true }
    }

    mutating func delivered(_ offset: Int64, of partition: TopicPartition) {
        if partitions[partition]?.first == nil { partitions[partition]?.first = offset }
    }

    mutating func stored(_ next: Int64, of partition: TopicPartition) {
        partitions[partition]?.stored = next
    }

    /// Returns those that have to be paused (or resumed): assigned, and not so already.
    mutating func setPaused(_ isPaused: Bool, _ wanted: [TopicPartition]) -> [TopicPartition] {
        wanted.filter { partition in
            guard let known = partitions[partition], known.isPaused != isPaused else { return false }
            partitions[partition]?.isPaused = isPaused
            return true
        }
    }

    /// How many records lie between what is settled and the end. A partition that has delivered nothing yet has nothing.
    func lag(of partition: TopicPartition, highWatermark: Int64) -> Int64 {
        let settled = partitions[partition].flatMap { $0.stored ?? $0.first } ?? highWatermark
        return max(0, highWatermark - settled)
    }
}
