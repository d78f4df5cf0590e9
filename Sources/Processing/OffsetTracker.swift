/// Which offsets of one partition are settled. Only the end of the unbroken run may be stored: what lies above a gap
/// would be lost if the worker died.
struct OffsetTracker {
    private var pending: [Int64] = []
    private var head = 0
    private var settled: Set<Int64> = []

    /// How many are received and not yet below the stored offset.
    var open: Int { pending.count - head }

    /// Offsets come in rising order, gaps included (compaction, transactions).
    mutating func received(_ offset: Int64) {
        pending.append(offset)
    }

    /// Notes that an offset is settled.
    /// - Returns: the offset to continue from after a restart, where it moved.
    mutating func settle(_ offset: Int64) -> Int64? {
        settled.insert(offset)
        var last: Int64?
        while head < pending.count, settled.remove(pending[head]) != nil {
            last = pending[head]
            head += 1
        }
        if head > 1_024, head * 2 > pending.count {
            pending.removeFirst(head)
            head = 0
        }
        return last.map { $0 + 1 }
    }
}
