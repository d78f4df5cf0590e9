/// Those who wait in one lane: first in, first out, but whose key is held back holds up nobody else. O(log n) for each.
struct LaneRow<Key: Hashable & Sendable>: Sendable {
    /// Those of one key, in their order.
    private struct Line {
        /// Rising; those who gave up stay until their turn.
        var ids: [UInt64]
        var head = 0
    }

    /// Each key that has a line is in exactly one of the two heaps.
    private var lines: [Key: Line] = [:]
    /// Keys whose first may go as far as is known, by the id of that first.
    private var able = Heap<UInt64, Key>()
    /// Keys that are held back, by until when.
    private var held = Heap<Duration, Key>()
    private var waiting: Set<UInt64> = []

    var count: Int { waiting.count }

    mutating func append(_ id: UInt64, of key: Key) {
        waiting.insert(id)
        if lines[key] == nil {
            lines[key] = Line(ids: [id])
            able.insert(key, id)
        } else {
            lines[key]?.ids.append(id)
        }
    }

    mutating func remove(_ id: UInt64) {
        waiting.remove(id)
    }

    /// The key whose first goes next; it stays.
    /// - Parameter wait: how long the key is held back from now on; nil: not at all.
    mutating func next(at time: Duration, _ wait: (Key) -> Duration?) -> Key? {
        guard count > 0 else { return nil }
        while let (until, key) = held.first, until <= time {
            held.removeFirst()
            enlist(key)
        }
        while let (id, key) = able.first {
            if waiting.contains(id) {
                guard let wait = wait(key) else { return key }
                able.removeFirst()
                held.insert(key, time + wait)
            } else {
                able.removeFirst()
                enlist(key)
            }
        }
        return nil
    }

    /// Takes out the first of the key that `next` has named.
    mutating func take(_ key: Key) -> UInt64? {
        guard let (id, first) = able.first, first == key else { return nil }
        able.removeFirst()
        waiting.remove(id)
        enlist(key)
        return id
    }

    /// Puts the key among the able by the first of its line who still waits; an empty line goes.
    private mutating func enlist(_ key: Key) {
        guard let line = lines[key] else { return }
        guard let head = line.ids[line.head...].firstIndex(where: waiting.contains) else {
            lines[key] = nil
            return
        }
        able.insert(key, line.ids[head])
        // Now and then, so that each id is moved a few times at most.
        if head > 32, head * 2 > line.ids.count {
            lines[key] = Line(ids: Array(line.ids[head...]))
        } else {
            lines[key]?.head = head
        }
    }
}
